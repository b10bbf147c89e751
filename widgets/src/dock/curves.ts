// Curves from the history: which charts there are, their points, smoothed. Pure; knows no chart library.
import type { EpochRow } from "../messages";
import type { History, Series } from "../state";
import type { Points } from "../thinning";
import type { Places, Unit } from "./axis";

/** How the curves are drawn. */
export interface CurveOptions {
  smoothing: number;
  log: boolean;
  unit: Unit;
  /** Whether a learning rate that changes has a chart. */
  rate: boolean;
}

const BESIDE = "val_";
/** How many weights fit into the width of a chart: smoothing looks the same however long the run is. */
const VIEWPORT = 100;

export const RATE = "learning_rate";

/** The names that have a chart: the loss first, each metric with its validation, in the order they came. */
export function chartNames({ series, epochs }: History): string[] {
  const names = new Set<string>();
  for (const name of Object.keys(series)) names.add(base(name));
  for (const row of epochs) for (const name of Object.keys(row.logs)) names.add(base(name));
  names.delete(RATE);
  return [...names].sort((a, b) => Number(b === "loss") - Number(a === "loss"));
}

/** Whether the learning rate was not always the same: else its setting says all there is. */
export function rateVaries({ series, epochs }: History): boolean {
  const values = series[RATE]?.values ?? epochs.map((row) => row.logs[RATE] ?? Number.NaN);
  const known = values.find(Number.isFinite);
  return values.some((value) => Number.isFinite(value) && value !== known);
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
