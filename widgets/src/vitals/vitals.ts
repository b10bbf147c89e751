// What the optimizer did to each layer at the measured steps: how it is kept, and what is read from it. Pure.
import { floats, stepNumbers } from "../buffers";
import type { IdleUnits, VitalsChunk } from "../messages";

export interface Vitals {
  run: number;
  /** Paths of the layers that learn, and what they were called when the run began. */
  layers: readonly string[];
  names: readonly string[];
  steps: readonly number[];
  /** A row for each step: of each layer the norms of gradient, weights and update, and the share that is unsound. */
  rows: readonly Float32Array[];
}

const COLUMNS = 4;
const KEPT = 1024;

/** What was known with a chunk behind it; null where nothing is measured. */
export function withVitals(old: Vitals | null, chunk: VitalsChunk, buffers: Uint8Array[]): Vitals | null {
  const steps = [...stepNumbers(buffers[0])];
  const table = floats(buffers[1]);
  const width = chunk.layers.length * COLUMNS;
  const rows = steps.map((_, i) => table.slice(i * width, (i + 1) * width));
  const fresh = chunk.whole || old?.run !== chunk.run || old.layers.join() !== chunk.layers.join();
  if (fresh) return chunk.layers.length === 0 ? null : { ...chunk, steps, rows };
  // A chunk may tell again what came with the whole.
  const last = old.steps.at(-1) ?? 0;
  const first = steps.findIndex((step) => step > last);
  if (first < 0) return old;
  return thinner({
    ...old,
    steps: [...old.steps, ...steps.slice(first)],
    rows: [...old.rows, ...rows.slice(first)],
  });
}

/** What a chunk makes of both: it tells all that is known of idle units, and of what is known already the object stays. */
export function withLearning(
  old: { vitals: Vitals | null; idle: IdleUnits | null },
  chunk: VitalsChunk,
  buffers: Uint8Array[],
): { vitals: Vitals | null; idle: IdleUnits | null } {
  const idle = JSON.stringify(chunk.units) === JSON.stringify(old.idle) ? old.idle : chunk.units;
  return { vitals: withVitals(old.vitals, chunk, buffers), idle: idle ?? null };
}

/** Past a limit, of every two moments that with the larger gradient stays, and the last of all. */
function thinner(vitals: Vitals): Vitals {
  const { steps, rows } = vitals;
  if (steps.length <= KEPT) return vitals;
  const kept: number[] = [];
  for (let at = 0; at + 1 < steps.length - 1; at += 2) kept.push(top(rows[at]) >= top(rows[at + 1]) ? at : at + 1);
  kept.push(steps.length - 1);
  return { ...vitals, steps: kept.map((at) => steps[at] ?? 0), rows: kept.map((at) => rows[at] ?? new Float32Array()) };
}

function top(row: Float32Array | undefined): number {
  let most = 0;
  for (let at = 0; row && at < row.length; at += COLUMNS) {
    const value = row[at] ?? 0;
    if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, value);
  }
  return most;
}

/** The gradient norm of one layer at one moment. */
export function gradientAt(vitals: Vitals, moment: number, layer: number): number {
  return vitals.rows[moment]?.[layer * COLUMNS] ?? Number.NaN;
}

/** What the step changed against the weights; NaN where all weights are 0. */
export function ratioAt(vitals: Vitals, moment: number, layer: number): number {
  const row = vitals.rows[moment];
  const weights = row?.[layer * COLUMNS + 1] ?? 0;
  return weights === 0 ? Number.NaN : (row?.[layer * COLUMNS + 2] ?? Number.NaN) / weights;
}

const spans = new WeakMap<Vitals, { low: number; high: number }>();

/** The decades that the gradients of all layers are in, as powers of ten: whole, and one apart at least. */
export function decades(vitals: Vitals): { low: number; high: number } {
  const known = spans.get(vitals);
  if (known) return known;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of vitals.rows) {
    for (let at = 0; at < row.length; at += COLUMNS) {
      const place = Math.log10(row[at] ?? 0);
      if (!Number.isFinite(place)) continue;
      low = Math.min(low, place);
      high = Math.max(high, place);
    }
  }
  const found = low > high ? { low: -3, high: 0 } : { low: Math.floor(low), high: Math.ceil(high) };
  if (found.high === found.low) found.high += 1;
  spans.set(vitals, found);
  return found;
}

/** Where a norm lies on the scale, 0 to 1; null for one that has no logarithm. */
export function shareOf(vitals: Vitals, norm: number): number | null {
  const place = Math.log10(norm);
  if (!Number.isFinite(place)) return null;
  const { low, high } = decades(vitals);
  return Math.max(0, Math.min(1, (place - low) / (high - low)));
}

/**
 * The norms of one layer as so many columns over the steps: of each the largest in it, what is not a number before
 * all; where nothing was measured that of the column before.
 */
export function columns(vitals: Vitals, layer: number, width: number): Float32Array {
  const { steps } = vitals;
  const cells = new Float32Array(width).fill(-1);
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  const pitch = (last - first) / width || 1;
  steps.forEach((step, moment) => {
    const cell = Math.min(width - 1, Math.floor((step - first) / pitch));
    const value = gradientAt(vitals, moment, layer);
    const before = cells[cell] ?? -1;
    if (!Number.isNaN(before) && !(value <= before)) cells[cell] = value;
  });
  for (let at = 1; at < width; at += 1) if (cells[at] === -1) cells[at] = cells[at - 1] ?? -1;
  return cells;
}

/** The latest gradient norm of a layer, or of all that is inside a block; null where none is known. */
export function latestGradient(vitals: Vitals, path: string): number | null {
  const moment = vitals.steps.length - 1;
  if (moment < 0) return null;
  let squares = 0;
  let found = false;
  vitals.layers.forEach((layer, at) => {
    if (layer !== path && !layer.startsWith(`${path}/`)) return;
    squares += gradientAt(vitals, moment, at) ** 2;
    found = true;
  });
  return found ? Math.sqrt(squares) : null;
}
