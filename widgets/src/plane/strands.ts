// Where the weights of a dense layer are drawn: a curve from each unit to each, behind the cards. Pure geometry.
import type { Point } from "../canvas/routing";
import type { Box } from "../pictures/layout";
import type { ShownWeights } from "../state";

/** All wires between the units of two cards. */
export interface Bundle extends ShownWeights {
  source: string;
  target: string;
  /** Where each unit's wires leave the one card, and where they reach the other. */
  starts: readonly Point[];
  ends: readonly Point[];
  /** The largest size of a weight, which is drawn thickest. */
  largest: number;
}

/** A weight by its place; without an input, the bias. */
export interface Strand {
  bundle: Bundle;
  input: number | null;
  unit: number;
  at: Point;
}

export const BIAS = 7;
/** How far in front of a card its units' biases are drawn. */
export const BIAS_AWAY = 12;

/** The heights at which wires meet a card: each at its unit's map, those of one row apart. */
export function heights(boxes: readonly Box[]): number[] {
  return boxes.map((box) => {
    const row = boxes.filter((each) => each.y === box.y);
    return box.y + ((row.indexOf(box) + 1) / (row.length + 1)) * box.height;
  });
}

/** Where there are no maps: evenly along a height. */
export function spread(count: number, height: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i + 0.5) / count) * height);
}

export function bundleOf(
  shown: ShownWeights,
  ends: { source: string; target: string; starts: readonly Point[]; ends: readonly Point[] },
): Bundle {
  const { inputs, units } = shown.header;
  let largest = 0;
  for (let i = 0; i < inputs * units; i += 1) {
    const size = Math.abs(shown.values[i] ?? 0);
    if (Number.isFinite(size)) largest = Math.max(largest, size);
  }
  return { ...shown, ...ends, largest };
}

export function weightAt({ values, header }: ShownWeights, input: number | null, unit: number): number {
  return values[(input ?? header.inputs) * header.units + unit] ?? Number.NaN;
}

/** The height of the curve between two points; as a Bézier curve its handles are a third of the way in. */
export function heightAt(from: Point, to: Point, x: number): number {
  const share = (x - from.x) / (to.x - from.x || 1);
  return from.y + (to.y - from.y) * share * share * (3 - 2 * share);
}

/** The bias, or else the wire, that is nearest to a point, and not farther than the reach; null when none is. */
export function nearest(bundles: readonly Bundle[], point: Point, reach: number): Strand | null {
  let best: Strand | null = null;
  let least = reach;
  for (const bundle of bundles) {
    if (!bundle.header.bias) continue;
    bundle.ends.forEach((end, unit) => {
      const far = Math.hypot(point.x - (end.x - BIAS_AWAY), point.y - end.y);
      if (far < Math.min(least, BIAS)) {
        least = far;
        best = { bundle, input: null, unit, at: { x: end.x - BIAS_AWAY, y: end.y } };
      }
    });
  }
  if (best) return best;
  for (const bundle of bundles) {
    const { starts, ends } = bundle;
    const [first, last] = [starts[0]?.x ?? 0, ends[0]?.x ?? 0];
    if (point.x < Math.min(first, last) || point.x > Math.max(first, last)) continue;
    starts.forEach((from, input) => {
      ends.forEach((to, unit) => {
        const y = heightAt(from, to, point.x);
        if (Math.abs(y - point.y) < least) {
          least = Math.abs(y - point.y);
          best = { bundle, input, unit, at: { x: point.x, y } };
        }
      });
    });
  }
  return best;
}
