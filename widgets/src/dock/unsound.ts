// Where a line stops being a number: a mark in its chart that says since when. Pure.

import type { Points } from "../thinning";
import { count } from "../ui/format";

interface Fault {
  at: number;
  word: string;
  /** Whether no number comes after it. */
  lasting: boolean;
}

/** The first value of a line that is no number; null without one. */
export function faultOf({ x, y }: Points): Fault | null {
  const first = y.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return null;
  const lasting = !y.slice(first).some(Number.isFinite);
  return { at: x[first] ?? 0, word: Number.isNaN(y[first]) ? "NaN" : "Infinite", lasting };
}

/** The words stand before a line that is farther right than this share of the chart, and else behind it. */
const LEFT = 0.65;

/** What Plotly draws for the faults of some lines, by what they are called: a line across, and words at its top. */
export function faultMarks(
  lines: readonly (readonly [string, Points])[],
  stepAt: (place: number) => number,
  colour: string,
  [first, last]: readonly [number, number],
): { shapes: Record<string, unknown>[]; annotations: Record<string, unknown>[] } {
  const found = lines.flatMap(([title, points]) => {
    const fault = faultOf(points);
    return fault ? [{ title, ...fault }] : [];
  });
  return {
    shapes: found.map(({ at }) => ({
      type: "line",
      x0: at,
      x1: at,
      y0: 0,
      y1: 1,
      yref: "paper",
      line: { color: colour, width: 1, dash: "dot" },
    })),
    annotations: found.map(({ title, at, word, lasting }, row) => ({
      text: `${title ? `${title}: ` : ""}${word} ${lasting ? "from" : "at"} step ${count(Math.round(stepAt(at)))}`,
      x: at,
      y: 1,
      yref: "paper",
      yanchor: "top",
      yshift: -14 * row,
      ...((at - first) / (last - first || 1) > LEFT
        ? { xanchor: "right", xshift: -3 }
        : { xanchor: "left", xshift: 3 }),
      showarrow: false,
      font: { color: colour, size: 11 },
    })),
  };
}
