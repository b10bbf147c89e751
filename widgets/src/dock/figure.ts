// A curve's chart as Plotly wants it: data and layout, from points and the theme's colours. Pure.

import { type Overlay, overlayTraces } from "../runs/overlays";
import type { History } from "../state";
import { type Points, thinned, within } from "../thinning";
import { measured, percent } from "../ui/format";
import { axisOf, type Places, type Unit } from "./axis";
import { best, epochPoints, isShare, last, RATE, smoothed, stepPoints } from "./curves";
import { axisIn, frameOf, wordsIn } from "./frame";
import { markLines } from "./marks";
import { faultMarks } from "./unsound";
import { ALL, type Seen } from "./zoom";

export interface ChartColours {
  text: string;
  secondary: string;
  grid: string;
  train: string;
  accent: string;
  error: string;
  panel: string;
  border: string;
  font: string;
}

export interface ChartOptions {
  smoothing: number;
  log: boolean;
  unit: Unit;
  width: number;
  height: number;
  /** The part that is looked at; all of it without one. */
  seen?: Seen;
  /** The whole run, where the history is a part of it: what began before the part is said too. */
  whole?: History;
  /** Kept runs that lie over it. */
  others?: readonly Overlay[];
  /** The step whose moment is shown everywhere, while somebody looks back. */
  lookedAt?: number | null;
  /** The step before an edit that can be gone on from, while the slider stands there. */
  aimedAt?: number | null;
}

export interface Figure {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

const LABEL_HEIGHT = 15;
/** A logarithmic axis longer than this is ticked at its decades alone. */
const DECADES = 1.5;
/** Past it numbers at the axis are written as powers of ten: billions and trillions are read by nobody. */
const VAST = 1e9;
const MARGIN = { l: 40, r: 84, t: 6, b: 22 };
/** Points of one line at the most; more are not seen and cost the page its smoothness, and the training its cores. */
const MOST = 1000;
/** More epochs than this run into one another as dots: the line alone is drawn. */
const DOTS = 60;

export function figure(
  name: string,
  history: History,
  perEpoch: number,
  chosen: ChartOptions,
  colours: ChartColours,
): Figure {
  // Shares live between 0 and 1 and end near 1, where a logarithm shows nothing.
  const options = { ...chosen, log: chosen.log && !isShare(name) };
  const { unit, log, seen = ALL } = options;
  const { series, epochs, marks } = options.whole ?? history;
  const { places, stepAt } = axisOf({ epochs, marks }, perEpoch, unit);
  const rate = name === RATE;
  const smoothing = rate ? 0 : options.smoothing;
  const limit = Math.min(MOST, Math.max(200, 2 * options.width));
  const cut = (points: Points) => (seen.x ? within(points, ...seen.x) : points);
  const raw = cut(stepPoints(history.series[name], places));
  const shown = thinned(raw, limit);
  const calm = thinned(smoothed(raw, smoothing), limit);
  const ends = thinned(cut(epochPoints(history.epochs, name, places)), limit);
  const validation = thinned(cut(epochPoints(history.epochs, `val_${name}`, places)), limit);
  const dotted = Math.max(ends.x.length, validation.x.length) > DOTS ? "lines" : "lines+markers";
  const train = raw.x.length > 0 ? calm : ends;
  const write = (value: number) =>
    rate ? String(Number(value.toPrecision(3))) : isShare(name) ? percent(value) : measured(value);
  const champion = validation.y.length > 1 ? best(name, validation) : null;
  const line = { shape: "linear", width: 1.5 };
  const hover = isShare(name) ? "%{y:.1%}" : "%{y:.4g}";
  const data: Figure["data"] = [
    {
      ...trace("steps", shown),
      line: { ...line, width: 1, color: colours.train },
      opacity: 0.35,
      hoverinfo: "skip",
      visible: smoothing > 0,
    },
    {
      ...trace("train", train),
      mode: raw.x.length > 0 ? "lines" : dotted,
      line: { ...line, color: colours.train },
      marker: { size: 5, color: colours.train },
      hovertemplate: `${rate ? "" : "train "}${hover}<extra></extra>`,
    },
    {
      ...trace("val", validation),
      mode: dotted,
      line: { ...line, color: colours.accent },
      marker: { size: 5, color: colours.accent },
      hovertemplate: `val ${hover}<extra></extra>`,
    },
    {
      ...trace("best", at(validation, champion)),
      mode: "markers",
      marker: { size: 10, symbol: "circle-open", color: colours.accent, line: { width: 1.5 } },
      hoverinfo: "skip",
    },
  ];
  const others = options.others ?? [];
  data.push(...overlayTraces(others, hover));
  const over = others.flatMap((each) => [each.train, each.validation]);
  const range = span([shown, train, validation, ...over], log);
  const labels = endLabels(last(train), last(validation), write, options, range, colours, rate ? "" : "train ");
  const faults = [
    ["", series[name] ? stepPoints(series[name], places) : epochPoints(epochs, name, places)],
    ["val", epochPoints(epochs, `val_${name}`, places)],
  ] as const;
  const [first, end] = seen.x ?? reach([train, validation]);
  const told = faultMarks(rate ? [] : faults, stepAt, colours.error, [first, end]);
  const stood = places(marks.map((mark) => mark.step));
  const edits = markLines(
    marks.map(({ label }, i) => ({ label, x: stood[i] ?? 0 })),
    { start: first, end, width: options.width - MARGIN.l - MARGIN.r },
    colours,
  );
  const annotations = [...labels, ...edits.annotations, ...told.annotations];
  const shapes = [...edits.shapes, ...told.shapes, ...lookLines(options, places, colours)];
  return { data, layout: { ...layout(name, options, colours, annotations, range), shapes } };
}

function trace(name: string, { x, y }: Points): Record<string, unknown> {
  return { type: "scatter", mode: "lines", name, x, y, connectgaps: false, showlegend: false };
}

function at({ x, y }: Points, index: number | null): Points {
  if (index === null) return { x: [], y: [] };
  return { x: [x[index] ?? 0], y: [y[index] ?? 0] };
}

/** An upright line at the moment that is shown; a dashed one at one that is not, as it is of another network. */
function lookLines(
  { lookedAt = null, aimedAt = null }: ChartOptions,
  places: Places,
  { accent }: ChartColours,
): Record<string, unknown>[] {
  return [
    { name: "shown", step: lookedAt, dash: "solid" },
    { name: "aimed", step: aimedAt, dash: "dash" },
  ].flatMap(({ name, step, dash }) => {
    const [x] = step === null ? [] : places([step]);
    if (x === undefined) return [];
    const line = { color: accent, width: 1.5, dash };
    return [{ type: "line", name, x0: x, x1: x, y0: 0, y1: 1, yref: "paper", line }];
  });
}

/** How many pixels the labels at the ends of two lines must move apart: [train, val], up positive. */
export function apart(train: number, validation: number): [number, number] {
  const gap = Math.abs(train - validation);
  if (gap >= LABEL_HEIGHT) return [0, 0];
  const shift = (LABEL_HEIGHT - gap) / 2;
  return train > validation ? [shift, -shift] : [-shift, shift];
}

/** From the first x of some lines to the last. */
function reach(lines: readonly Points[]): [number, number] {
  return [Math.min(...lines.map(({ x }) => x[0] ?? 0)), Math.max(...lines.map(({ x }) => x.at(-1) ?? 0))];
}

type Span = { low: number; high: number };

function span(curves: Points[], log: boolean): Span {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of curves) {
    for (const value of y) {
      const place = log ? Math.log10(value) : value;
      if (!Number.isFinite(place)) continue;
      if (place < low) low = place;
      if (place > high) high = place;
    }
  }
  return { low, high };
}

function endLabels(
  train: number | null,
  validation: number | null,
  write: (value: number) => string,
  { log, unit, height, seen = ALL }: ChartOptions,
  span: Span,
  colours: ChartColours,
  title: string,
): Record<string, unknown>[] {
  const place = (value: number) => (log ? Math.log10(value) : value);
  const [low, high] = seen.y ?? [span.low, span.high];
  const hidden = (value: number) => seen.y !== null && (place(value) < low || place(value) > high);
  const pixels = (value: number) => ((place(value) - low) / (high - low || 1)) * (height - MARGIN.t - MARGIN.b);
  const shifts: [number, number] =
    train !== null && validation !== null ? apart(pixels(train), pixels(validation)) : [0, 0];
  const label = (value: number | null, text: string, color: string, yshift: number) =>
    value === null || (log && value <= 0) || hidden(value)
      ? []
      : [
          {
            text,
            x: 1,
            xref: "paper",
            xanchor: "left",
            xshift: 5,
            y: place(value),
            yshift,
            showarrow: false,
            font: wordsIn(color),
          },
        ];
  const unitLabel = {
    text: unit === "epochs" ? "epoch" : "step",
    ...{ x: 1, xref: "paper", xanchor: "left", xshift: 12, y: 0, yref: "paper", yanchor: "top", yshift: -3 },
    showarrow: false,
    font: wordsIn(colours.secondary),
  };
  return [
    unitLabel,
    ...label(train, train === null ? "" : `${title}${write(train)}`, colours.secondary, shifts[0]),
    ...label(validation, validation === null ? "" : `<b>val ${write(validation)}</b>`, colours.accent, shifts[1]),
  ];
}

function layout(
  name: string,
  { log, unit, width, height, seen = ALL }: ChartOptions,
  colours: ChartColours,
  annotations: Record<string, unknown>[],
  { low, high }: Span,
): Record<string, unknown> {
  const axis = { ...axisIn(colours), fixedrange: false };
  return {
    ...frameOf({ width, height }, colours, "x unified"),
    margin: MARGIN,
    dragmode: "zoom",
    annotations,
    xaxis: {
      ...axis,
      showgrid: false,
      showline: true,
      linecolor: colours.border,
      ticks: "",
      nticks: 5,
      rangemode: "tozero",
      ...shown(seen.x),
      title: { text: "" },
      hoverformat: unit === "steps" ? ",d" : ".2f",
    },
    yaxis: {
      ...axis,
      type: log ? "log" : "linear",
      ...shown(seen.y),
      gridcolor: colours.grid,
      nticks: 6,
      ...(high > VAST ? { exponentformat: "e" } : {}),
      ...(isShare(name)
        ? { tickformat: shareTicks(seen.y ? seen.y[1] - seen.y[0] : high - low) }
        : log
          ? { dtick: high - low > DECADES ? 1 : "D2", tickformat: "~g" }
          : {}),
    },
  };
}

/** Percentages of so many digits that no two ticks are the same over a stretch of the axis. */
function shareTicks(stretch: number): string {
  return stretch > 0 && stretch < 0.05 ? (stretch < 0.005 ? ".2%" : ".1%") : ".0%";
}

/** An axis zoomed to a range, or to all there is. The range is ours and not Plotly's: a zoom outlives new points. */
function shown(range: readonly [number, number] | null): Record<string, unknown> {
  return range ? { range: [...range], autorange: false } : { autorange: true };
}
