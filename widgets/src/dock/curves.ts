// Curves from the history: which charts there are, thinned and smoothed points. Pure; knows no chart library.
import type { EpochRow } from "../messages";
import type { History, Series } from "../state";

export interface Points {
  x: number[];
  y: number[];
}

export type Unit = "epochs" | "steps";

const BESIDE = "val_";
/** How many weights fit into the width of a chart: smoothing looks the same however long the run is. */
const VIEWPORT = 100;

/** The names that have a chart: the loss first, each metric with its validation, in the order they came. */
export function chartNames({ series, epochs }: History): string[] {
  const names = new Set<string>();
  for (const name of Object.keys(series)) names.add(base(name));
  for (const row of epochs) for (const name of Object.keys(row.logs)) names.add(base(name));
  return [...names].sort((a, b) => Number(b === "loss") - Number(a === "loss"));
}

/** Where steps stand on the axis, which come in their order. */
export type Places = (steps: readonly number[]) => number[];

/**
 * Steps as they are, or in epochs. An edit may have changed how many steps an epoch has: then they stand between the
 * ends of epochs and the marks, whose places are known.
 */
export function placesOf({ epochs, marks }: Pick<History, "epochs" | "marks">, perEpoch: number, unit: Unit): Places {
  if (unit === "steps") return (steps) => [...steps];
  if (perEpoch > 0 && marks.length === 0) return (steps) => steps.map((step) => step / perEpoch);
  const known = [
    { step: 0, epochs: 0 },
    ...epochs.map((row) => ({ step: row.step, epochs: row.epoch })),
    ...marks.map((mark) => ({ step: mark.step, epochs: mark.epochs })),
  ].sort((a, b) => a.step - b.step);
  const last = known.at(-1);
  // Of a run that an earlier kernel began, only its ends of epochs are known.
  const pitch = perEpoch > 0 ? 1 / perEpoch : last && last.step > 0 ? last.epochs / last.step : 1;
  return (steps) => {
    let at = 0;
    return steps.map((step) => {
      while (at + 1 < known.length && (known[at + 1]?.step ?? 0) <= step) at += 1;
      const [from, to] = [known[at], known[at + 1]];
      if (!from) return 0;
      const slope = to ? (to.epochs - from.epochs) / (to.step - from.step) : pitch;
      return from.epochs + (step - from.step) * slope;
    });
  };
}

/** The running value of a name at each step. */
export function stepPoints(series: Series | undefined, places: Places): Points {
  return series ? { x: places(series.steps), y: series.values } : { x: [], y: [] };
}

/** One point for each finished epoch that has the name. */
export function epochPoints(epochs: readonly EpochRow[], name: string, places: Places): Points {
  const rows = epochs.filter((row) => row.logs[name] !== undefined);
  return { x: places(rows.map((row) => row.step)), y: rows.map((row) => row.logs[name] ?? Number.NaN) };
}

/**
 * At most `limit` points that keep the look: of each stretch its least and its largest, in their order, and both ends.
 * A stretch with a value that is not a number keeps that too, so that a gap stays a gap.
 */
export function thinned({ x, y }: Points, limit: number): Points {
  if (x.length <= limit || limit < 6) return { x, y };
  const stretches = Math.floor((limit - 2) / 3);
  const kept: number[] = [0];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = 1 + Math.floor((stretch * (x.length - 2)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (x.length - 2)) / stretches);
    kept.push(...extremes(y, from, to));
  }
  kept.push(x.length - 1);
  return { x: kept.map((at) => x[at] ?? 0), y: kept.map((at) => y[at] ?? Number.NaN) };
}

function extremes(y: readonly number[], from: number, to: number): number[] {
  let least = -1;
  let largest = -1;
  let gap = -1;
  for (let at = from; at < to; at += 1) {
    const value = y[at] ?? Number.NaN;
    if (!Number.isFinite(value)) gap = at;
    else {
      if (least < 0 || value < (y[least] ?? 0)) least = at;
      if (largest < 0 || value > (y[largest] ?? 0)) largest = at;
    }
  }
  return [...new Set([least, largest, gap])].filter((at) => at >= 0).sort((a, b) => a - b);
}

/**
 * An exponential moving average, its start corrected. The weight is per hundredth of the shown length, so it does not
 * depend on how many points there are. What is not a number is left out of the average and kept as a gap.
 */
export function smoothed({ x, y }: Points, weight: number): Points {
  if (weight <= 0 || x.length < 2) return { x, y };
  const range = (x[x.length - 1] ?? 0) - (x[0] ?? 0) || 1;
  let sum = 0;
  let mass = 0;
  let before = x[0] ?? 0;
  const average = y.map((value, i) => {
    if (!Number.isFinite(value)) return Number.NaN;
    const here = x[i] ?? before;
    const kept = i === 0 ? 0 : weight ** (((here - before) / range) * VIEWPORT);
    before = here;
    const fresh = Math.max(1 - kept, 1e-9);
    sum = sum * kept + value * fresh;
    mass = mass * kept + fresh;
    return sum / mass;
  });
  return { x, y: average };
}

export function last({ y }: Points): number | null {
  for (let at = y.length - 1; at >= 0; at -= 1) {
    const value = y[at];
    if (value !== undefined && Number.isFinite(value)) return value;
  }
  return null;
}

/** Where the best value is: the least of a loss or an error, the largest of anything else; null without one. */
export function best(name: string, { y }: Points): number | null {
  const lower = isLowerBetter(name);
  let at: number | null = null;
  y.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    const champion = at === null ? undefined : y[at];
    if (champion === undefined || (lower ? value < champion : value > champion)) at = i;
  });
  return at;
}

export function isLowerBetter(name: string): boolean {
  return /loss|error|entropy|divergence|hinge|mse|mae|mape|msle|rmse|poisson|false/i.test(name);
}

export function isShare(name: string): boolean {
  return /accuracy|precision$|recall$/i.test(name) && !/at/i.test(name.replace(/categorical/gi, ""));
}

function base(name: string): string {
  return name.startsWith(BESIDE) ? name.slice(BESIDE.length) : name;
}
