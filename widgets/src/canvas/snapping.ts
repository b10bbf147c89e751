// Lets a dragged node come to rest in line with others, and says where the lines are.
import type { Place } from "./creating";

export interface Box extends Place {
  id: string;
  width: number;
  height: number;
}

export interface Guides {
  /** Where an upright line goes, and where a level one; null where nothing is in line. */
  x: number | null;
  y: number | null;
}

export const NO_GUIDES: Guides = { x: null, y: null };

/** Of the edges and middles of others the nearest that one of the box's own is within reach of, and how far it is. */
function nearest(from: number, size: number, others: readonly { from: number; size: number }[], reach: number) {
  let best: { by: number; at: number } | null = null;
  for (const other of others) {
    for (const share of [0, 0.5, 1]) {
      const at = other.from + other.size * share;
      const by = at - (from + size * share);
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, at };
    }
  }
  return best;
}

/** The place beside the wished one that is in line with other boxes, edge with edge or middle with middle. */
export function snapped(box: Box, others: readonly Box[], reach: number): { place: Place; guides: Guides } {
  const x = nearest(
    box.x,
    box.width,
    others.map((other) => ({ from: other.x, size: other.width })),
    reach,
  );
  const y = nearest(
    box.y,
    box.height,
    others.map((other) => ({ from: other.y, size: other.height })),
    reach,
  );
  return {
    place: { x: box.x + (x?.by ?? 0), y: box.y + (y?.by ?? 0) },
    guides: { x: x?.at ?? null, y: y?.at ?? null },
  };
}
