// What part of a run the charts are zoomed to: the same steps in all of them, the values of each by itself. Pure.
import type { Axis } from "./axis";

export interface Zoom {
  /** The run that was looked at; of another nothing is zoomed. */
  run: number;
  steps: readonly [number, number] | null;
  /** By the name of the chart: the lowest and the highest value that is seen. */
  values: Record<string, readonly [number, number]>;
}

/** What the axes of one chart show, in their own units; null for all. */
export interface Seen {
  x: readonly [number, number] | null;
  y: readonly [number, number] | null;
}

/** One chart: its name, the run it shows, and its axes. */
interface Charted {
  name: string;
  run: number;
  log: boolean;
  axis: Axis;
}

export const ALL: Seen = { x: null, y: null };

/** The zoom after a drag or a double click in one chart, as Plotly tells it. */
export function zoomed(
  old: Zoom | null,
  change: Record<string, unknown>,
  { name, run, log, axis }: Charted,
): Zoom | null {
  if (change["xaxis.autorange"] || change["yaxis.autorange"]) return null;
  const before = old?.run === run ? old : { run, steps: null, values: {} };
  const [x, y] = [rangeOf(change, "xaxis"), rangeOf(change, "yaxis")];
  if (!x && !y) return old;
  return {
    run,
    steps: x ? [axis.stepAt(x[0]), axis.stepAt(x[1])] : before.steps,
    values: y ? { ...before.values, [name]: log ? [10 ** y[0], 10 ** y[1]] : y } : before.values,
  };
}

/** What a chart is to show of a zoom. */
export function seen(zoom: Zoom | null, { name, run, log, axis }: Charted): Seen {
  if (zoom?.run !== run) return ALL;
  const [first, last] = zoom.steps ? axis.places(zoom.steps) : [];
  const values = zoom.values[name];
  const drawable = values && (!log || values[0] > 0);
  return {
    x: first === undefined || last === undefined ? null : [first, last],
    y: drawable ? (log ? [Math.log10(values[0]), Math.log10(values[1])] : values) : null,
  };
}

function rangeOf(change: Record<string, unknown>, axis: string): [number, number] | null {
  const whole = change[`${axis}.range`];
  const [low, high] = Array.isArray(whole) ? whole : [change[`${axis}.range[0]`], change[`${axis}.range[1]`]];
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}
