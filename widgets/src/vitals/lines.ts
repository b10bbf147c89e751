// What charts with a line a layer over the steps of a run have in common. Pure.
import { axisIn, frameOf, type Size, wordsIn } from "../dock/frame";
import { type Palette, viridis } from "../pictures/colours";

const TICKS = 5;
/** Room beside the first and the last of few steps, in steps. */
const BESIDE = 0.25;

/** A dotted line across the chart, and the word at its end. */
export interface Guide {
  at: number;
  word: string;
  /** Where the word stands on the axis; the logarithm on a logarithmic one. */
  y: number;
}

/** The colour of a layer's line: from dark to light in the order of the layers. */
export function lineColour(layer: number, layers: number): string {
  return viridis(0.15 + 0.7 * (layer / Math.max(1, layers - 1)));
}

/** `right` is the margin for the guide's word; `axis` what the vertical axis has of its own. No tick lies between two steps. */
export function linesLayout(
  size: Size,
  palette: Palette,
  steps: readonly number[],
  guide: Guide,
  right: number,
  axis: Record<string, unknown>,
): Record<string, unknown> {
  const font = wordsIn(palette.secondary);
  const plain = axisIn(palette);
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  // Where each step has its tick, the last one would run into the word behind the axis.
  const few = { dtick: 1, range: [first - BESIDE, last + BESIDE] };
  const ticks = steps.length === 1 ? { tickvals: [...steps] } : last - first < TICKS ? few : { nticks: TICKS };
  return {
    ...frameOf(size, palette, "x"),
    margin: { l: 46, r: right, t: 6, b: 22 },
    shapes: [
      {
        type: "line",
        xref: "paper",
        ...{ x0: 0, x1: 1, y0: guide.at, y1: guide.at },
        line: { color: palette.secondary, width: 1, dash: "dot" },
      },
    ],
    annotations: [
      {
        text: "step",
        ...{ x: 1, xref: "paper", xanchor: "left", xshift: 12, y: 0, yref: "paper", yanchor: "top", yshift: -3 },
        showarrow: false,
        font,
      },
      { text: guide.word, x: 1, xref: "paper", xanchor: "left", xshift: 4, y: guide.y, showarrow: false, font },
    ],
    xaxis: {
      ...plain,
      ...{ showgrid: false, showline: true, linecolor: palette.border, ticks: "", tickformat: ",d" },
      ...ticks,
    },
    yaxis: { ...plain, gridcolor: palette.hairline, ...axis },
  };
}
