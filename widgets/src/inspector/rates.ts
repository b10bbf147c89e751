// What a learning-rate range test has found, and its chart. Pure.
import { floats } from "../buffers";
import type { ChartColours, Figure } from "../dock/figure";
import { axisIn, frameOf, wordsIn } from "../dock/frame";
import type { RatesTried } from "../messages";

/** A range test of a view: going on, failed with a sentence, or done. */
export type Trying = { state: "asked" } | { state: "failed"; sentence: string } | ({ state: "found" } & Tried);

export interface Tried {
  rates: number[];
  losses: number[];
  calm: number[];
  suggested: number | null;
  sentence: string;
}

export function triedOf({ suggested, sentence }: RatesTried, buffers: Uint8Array[]): Tried {
  const [rates = [], losses = [], calm = []] = [0, 1, 2].map((i) => [...floats(buffers[i])]);
  return { rates, losses, calm, suggested, sentence };
}

/** How far above where the loss began the axis goes, as a share of its fall: where it runs away says nothing. */
const ABOVE = 0.5;

/** The loss over the rates that were tried, with the suggested one. */
export function rateFigure(tried: Tried, colours: ChartColours, width: number, height: number): Figure {
  const { rates, losses, calm, suggested } = tried;
  const line = { color: colours.train, width: 1.5 };
  const axis = { ...axisIn(colours), fixedrange: true };
  const mark = suggested === null ? [] : [suggested];
  return {
    data: [
      { ...trace(rates, losses), line: { ...line, width: 1 }, opacity: 0.35, hoverinfo: "skip" },
      { ...trace(rates, calm), line, hovertemplate: "%{x:.1e}: loss %{y:.4g}<extra></extra>" },
    ],
    layout: {
      ...frameOf({ width, height }, colours, "closest"),
      margin: { l: 34, r: 6, t: 18, b: 20 },
      shapes: mark.map((at) => ({
        type: "line",
        x0: at,
        x1: at,
        y0: 0,
        y1: 1,
        yref: "paper",
        line: { color: colours.accent, width: 1, dash: "dot" },
      })),
      annotations: mark.map((at) => ({
        text: `<b>${at}</b>`,
        x: Math.log10(at),
        y: 1,
        yref: "paper",
        yanchor: "bottom",
        showarrow: false,
        font: wordsIn(colours.accent),
      })),
      xaxis: {
        ...axis,
        type: "log",
        dtick: 2,
        exponentformat: "e",
        tickformat: "~e",
        showgrid: false,
        showline: true,
        linecolor: colours.border,
      },
      yaxis: { ...axis, gridcolor: colours.grid, nticks: 5, range: seenOf(losses) },
    },
  };
}

function trace(x: number[], y: number[]): Record<string, unknown> {
  return { type: "scatter", mode: "lines", x, y, connectgaps: false, showlegend: false };
}

function seenOf(losses: number[]): [number, number] | undefined {
  const finite = losses.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const first = finite.slice(0, Math.max(1, finite.length / 8)).sort((a, b) => a - b);
  const start = first[Math.floor(first.length / 2)] ?? 0;
  const low = Math.min(...finite);
  const room = Math.max(start - low, Math.abs(start) / 4) || 1;
  return [low - (room * ABOVE) / 4, start + room * ABOVE];
}
