// What happened in a run, as upright lines of a chart with their labels. Pure.

/** Of a chart's colours those of its lines and their labels. */
interface LineColours {
  text: string;
  secondary: string;
  panel: string;
}

export interface Marked {
  x: number;
  label: string;
}

/** The part of a chart that the curves have: where they begin and end, and its pixels. */
export interface Ground {
  start: number;
  end: number;
  width: number;
}

const LETTER = 5.6;
const AIR = 10;
const ROW = 13;
const ROWS = 3;

interface Lines {
  shapes: Record<string, unknown>[];
  annotations: Record<string, unknown>[];
}

/**
 * A line for each mark, from top to bottom whatever part is shown. Labels stand at the top, towards the middle, in the
 * first row where they have room; where no row has any, the line alone says that something happened.
 */
export function markLines(marks: readonly Marked[], { start, end, width }: Ground, colours: LineColours): Lines {
  const taken: number[] = [];
  const lines: Lines = { shapes: [], annotations: [] };
  for (const { x, label } of marks) {
    lines.shapes.push({
      type: "line",
      ...{ x0: x, x1: x, y0: 0, y1: 1, yref: "paper", layer: "below" },
      line: { color: colours.secondary, width: 1, dash: "dot" },
    });
    if (x < start || x > end) continue;
    const pixel = end > start ? ((x - start) / (end - start)) * width : 0;
    const long = label.length * LETTER + AIR;
    const leftwards = pixel + long > width && pixel > width / 2;
    const [from, to] = leftwards ? [pixel - long, pixel] : [pixel, pixel + long];
    const row = Array.from({ length: ROWS }, (_, i) => i).find((i) => (taken[i] ?? Number.NEGATIVE_INFINITY) <= from);
    if (row === undefined) continue;
    taken[row] = to;
    lines.annotations.push({
      text: label,
      ...{ x, xanchor: leftwards ? "right" : "left", xshift: leftwards ? -3 : 3 },
      ...{ y: 1, yref: "paper", yanchor: "top", yshift: -row * ROW },
      showarrow: false,
      font: { color: colours.text, size: 10 },
      bgcolor: colours.panel,
      borderpad: 1,
      opacity: 0.9,
    });
  }
  return lines;
}
