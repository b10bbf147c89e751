// Predictions as Plotly wants them: curves over all thresholds, calibration, and numbers against the truth. Pure.
import type { Figure } from "../dock/figure";
import { axisIn, frameOf, type Size, wordsIn } from "../dock/frame";
import type { Palette } from "../pictures/colours";
import { classNames, markedCurve, type Seen, type Show } from "./predictions";

const MARGIN = { l: 44, r: 12, t: 6, b: 34 };
const FULL = [0, 1.02];

export function figureOf(seen: Seen, show: Show, marked: number | null, size: Size, palette: Palette): Figure {
  switch (show) {
    case "calibration":
      return calibrationFigure(seen, size, palette);
    case "fit":
    case "residuals":
      return numbersFigure(seen, show, size, palette);
    case "spread":
      return spreadFigure(seen, size, palette);
    default:
      return curvesFigure(seen, show === "precision", marked, size, palette);
  }
}

function curvesFigure(seen: Seen, precision: boolean, marked: number | null, size: Size, palette: Palette): Figure {
  const top = markedCurve(seen, marked);
  const names = seen.head.names;
  // The marked one above the others.
  const order = [...seen.curves].sort((a, b) => Number(a.of === top) - Number(b.of === top));
  const data = order.map((curve) => ({
    type: "scatter",
    mode: "lines",
    name: names[curve.of] ?? String(curve.of),
    x: [...(precision ? curve.recall : curve.false)],
    y: [...(precision ? curve.precision : curve.true)],
    // Precision holds for the stretch before its point: a line between two would promise too much.
    line: {
      width: curve.of === top ? 2 : 1,
      color: curve.of === top ? palette.accent : palette.secondary,
      shape: precision ? "vh" : "linear",
    },
    opacity: curve.of === top ? 1 : 0.55,
    hovertemplate: "%{fullData.name}: %{x:.1%}, %{y:.1%}<extra></extra>",
    showlegend: false,
  }));
  const words = precision ? ["recall", "precision"] : ["false positives", "true positives"];
  return {
    data,
    layout: layoutOf(size, palette, `curves ${precision}`, words[0] ?? "", words[1] ?? "", {
      x: { range: [0, 1], tickformat: ".0%" },
      y: { range: FULL, tickformat: ".0%" },
      shapes: precision ? [] : [diagonal(palette)],
    }),
  };
}

function calibrationFigure(seen: Seen, size: Size, palette: Palette): Figure {
  const bins = seen.bins.length / 3;
  const rows = Array.from({ length: bins }, (_, bin) => ({
    said: seen.bins[bin] ?? Number.NaN,
    came: seen.bins[bins + bin] ?? Number.NaN,
    count: seen.bins[2 * bins + bin] ?? 0,
  })).filter((each) => each.count > 0);
  const most = Math.max(1, ...rows.map((each) => each.count));
  return {
    data: [
      {
        type: "scatter",
        mode: "lines+markers",
        x: rows.map((each) => each.said),
        y: rows.map((each) => each.came),
        customdata: rows.map((each) => each.count),
        line: { width: 1.5, color: palette.accent },
        cliponaxis: false,
        marker: { size: rows.map((each) => 5 + 11 * Math.sqrt(each.count / most)), color: palette.accent },
        hovertemplate: "said with %{x:.1%}, true in %{y:.1%} of %{customdata}<extra></extra>",
        showlegend: false,
      },
    ],
    layout: layoutOf(size, palette, "calibration", "probability", "came true", {
      x: { range: FULL, tickformat: ".0%" },
      y: { range: FULL, tickformat: ".0%" },
      shapes: [diagonal(palette)],
    }),
  };
}

function numbersFigure(seen: Seen, show: "fit" | "residuals", size: Size, palette: Palette): Figure {
  const x = Array.from(seen.truth);
  const residual = show === "residuals";
  const y = Array.from(seen.answers, (answer, i) => (residual ? answer - (x[i] ?? 0) : answer));
  const [low, high] = x.reduce(([least, most], each) => [Math.min(least, each), Math.max(most, each)] as const, [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as const);
  const ideal = residual ? { x0: low, x1: high, y0: 0, y1: 0 } : { x0: low, x1: high, y0: low, y1: high };
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        x,
        y,
        marker: { size: 4, color: palette.accent, opacity: 0.6 },
        hovertemplate: `true %{x:.4g}, ${residual ? "off by %{y:+.4g}" : "answer %{y:.4g}"}<extra></extra>`,
        showlegend: false,
      },
    ],
    layout: layoutOf(size, palette, show, "truth", residual ? "answer − truth" : "answer", {
      shapes: x.length > 0 ? [{ type: "line", ...ideal, line: dotted(palette) }] : [],
    }),
  };
}

function spreadFigure(seen: Seen, size: Size, palette: Palette): Figure {
  const x = Array.from(seen.answers, (answer, i) => answer - (seen.truth[i] ?? 0));
  return {
    data: [
      {
        type: "histogram",
        x,
        nbinsx: 40,
        marker: { color: palette.bars },
        hovertemplate: "%{x}: %{y}<extra></extra>",
        showlegend: false,
      },
    ],
    layout: layoutOf(size, palette, "spread", "answer − truth", "samples", {
      shapes: [{ type: "line", x0: 0, x1: 0, y0: 0, y1: 1, yref: "paper", line: dotted(palette) }],
    }),
  };
}

/** What stands beside the title of a chart. */
export function noteOf(seen: Seen, show: Show, marked: number | null): string {
  const { names, facts, kind } = seen.head;
  if (show === "calibration") {
    const error = facts.calibration_error;
    const about = kind === "classes" && names.length > 2 ? "of the answer" : `of “${classNames(seen.head)[1]}”`;
    return error === undefined ? about : `expected error ${(100 * error).toFixed(1)}%, ${about}`;
  }
  if (show !== "roc" && show !== "precision") return names[seen.head.unit] ?? "";
  const top = markedCurve(seen, marked);
  if (top === null) return "no class has samples both of it and of others";
  const area = seen.table[top * 6 + (show === "roc" ? 4 : 5)] ?? Number.NaN;
  const others =
    seen.curves.length < names.length && names.length > 2 ? `; ${seen.curves.length} of ${names.length}` : "";
  return `${names[top]}: area ${area.toFixed(3)}${others}`;
}

interface Axes {
  x?: Record<string, unknown>;
  y?: Record<string, unknown>;
  shapes: Record<string, unknown>[];
}

function layoutOf(
  size: Size,
  palette: Palette,
  revision: string,
  across: string,
  up: string,
  { x, y, shapes }: Axes,
): Record<string, unknown> {
  const font = wordsIn(palette.secondary);
  const axis = { ...axisIn(palette), linecolor: palette.border, ticks: "", nticks: 5 };
  return {
    ...frameOf(size, palette, "closest"),
    margin: MARGIN,
    uirevision: revision,
    bargap: 0.06,
    shapes,
    xaxis: { ...axis, showgrid: false, showline: true, title: { text: across, font, standoff: 2 }, ...x },
    yaxis: { ...axis, gridcolor: palette.hairline, title: { text: up, font, standoff: 2 }, ...y },
  };
}

const dotted = (palette: Palette) => ({ color: palette.secondary, width: 1, dash: "dot" });

const diagonal = (palette: Palette) => ({ type: "line", x0: 0, y0: 0, x1: 1, y1: 1, line: dotted(palette) });
