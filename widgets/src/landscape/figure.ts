// A landscape as Plotly wants it: level curves, the way of the run, the weights, and the place that is read off. Pure.
import type { Figure } from "../dock/figure";
import { axisIn, frameOf, type Size, wordsIn } from "../dock/frame";
import type { Palette } from "../pictures/colours";
import { viridis } from "../pictures/colours";
import { measured, percent } from "../ui/format";
import { type Found, lossAt } from "./landscape";

const MARGIN = { l: 52, r: 8, t: 6, b: 36 };
const LEVELS = 18;
const TICKS = 5;
const SCALE = Array.from({ length: 11 }, (_, i) => [i / 10, viridis(i / 10)]);
/** Seen on every colour of the scale. */
const BRIGHT = "#ffffff";
const DIM = "#1a1a1a";

export function landscapeFigure(
  found: Found,
  place: { column: number; row: number },
  size: Size,
  palette: Palette,
): Figure {
  const rows = grid(found);
  const finite = rows.flat().filter(Number.isFinite);
  const log = finite.length > 0 && Math.min(...finite) > 0;
  const z = rows.map((row) => row.map((loss) => (Number.isFinite(loss) ? (log ? Math.log10(loss) : loss) : null)));
  const font = wordsIn(palette.secondary);
  const axis = { ...axisIn(palette), showgrid: false, linecolor: palette.border, ticks: "", nticks: 6 };
  const [across, up] = namesOf(found);
  const title = (text: string) => ({ text, font, standoff: 2 });
  return {
    data: [
      {
        type: "contour",
        x: [...found.x],
        y: [...found.y],
        z,
        text: rows.map((row) => row.map(measured)),
        colorscale: SCALE,
        ncontours: LEVELS,
        connectgaps: false,
        line: { width: 0.5, color: "rgba(255, 255, 255, 0.35)" },
        colorbar: { thickness: 10, outlinewidth: 0, tickfont: font, ...bar(finite, log) },
        hovertemplate: "%{x:.3g}, %{y:.3g}: loss %{text}<extra></extra>",
      },
      ...pathTraces(found),
      {
        ...mark(0, 0, "x-thin", 11),
        hovertemplate: `the weights: loss ${measured(found.head.here ?? Number.NaN)}<extra></extra>`,
      },
      {
        ...mark(found.x[place.column] ?? 0, found.y[place.row] ?? 0, "circle-open", 13),
        hoverinfo: "skip",
      },
    ],
    layout: {
      ...frameOf(size, palette, "closest"),
      margin: MARGIN,
      uirevision: `${found.head.step} ${JSON.stringify(found.wish)}`,
      xaxis: { ...axis, range: [found.x[0], found.x.at(-1)], title: title(across) },
      yaxis: { ...axis, range: [found.y[0], found.y.at(-1)], title: title(up) },
    },
  };
}

function grid(found: Found): number[][] {
  const { points } = found.head;
  return Array.from({ length: points }, (_, row) =>
    Array.from({ length: points }, (_, column) => lossAt(found, column, row)),
  );
}

function namesOf({ head }: Found): [string, string] {
  if (!head.shares) return ["first direction, in lengths of the weights", "second direction"];
  const [one, other] = head.shares;
  return [`first component, ${percent(one, 0)} of the path`, `second, ${percent(other, 0)}`];
}

/** Losses at the ticks, of which the colours are the logarithms. */
function bar(finite: number[], log: boolean): Record<string, unknown> {
  if (!log) return {};
  const [low, high] = [Math.log10(Math.min(...finite)), Math.log10(Math.max(...finite))];
  const places = Array.from({ length: TICKS }, (_, i) => low + ((high - low) * i) / (TICKS - 1));
  return { tickvals: places, ticktext: places.map((at) => measured(10 ** at)) };
}

/** A bright line with a dark edge, a dot a moment. */
function pathTraces({ steps, path, pathLosses }: Found): Record<string, unknown>[] {
  if (steps.length < 2) return [];
  const x = [...steps].map((_, i) => path[2 * i] ?? 0);
  const y = [...steps].map((_, i) => path[2 * i + 1] ?? 0);
  const line = { type: "scatter", x, y, showlegend: false };
  return [
    { ...line, mode: "lines", line: { width: 3.5, color: DIM }, opacity: 0.6, hoverinfo: "skip" },
    {
      ...line,
      name: "run",
      mode: "lines+markers",
      line: { width: 1.5, color: BRIGHT },
      marker: { size: 4, color: BRIGHT, line: { width: 1, color: DIM } },
      text: [...steps].map((step, i) => `step ${step}: loss ${measured(pathLosses[i] ?? Number.NaN)}`),
      hovertemplate: "%{text}<extra></extra>",
    },
  ];
}

function mark(x: number, y: number, symbol: string, size: number): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "markers",
    x: [x],
    y: [y],
    marker: { symbol, size, color: BRIGHT, line: { width: 2, color: BRIGHT } },
    cliponaxis: false,
    showlegend: false,
  };
}
