// Routes as SVG paths: round bends, a gap where one wire passes under another, a dot where a tensor parts.
import { Grid } from "./grid";
import type { Box, Point, Route } from "./routing";

const RADIUS = 8;
const GAP = 5;

/** A path through the points with round bends; `gaps` are places on upright pieces that are left open. */
export function path(points: readonly Point[], gaps: readonly Point[] = []): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x},${first.y}`];
  let here = first;
  rest.forEach((corner, i) => {
    const next = rest[i + 1];
    const before = points[i] ?? first;
    const radius = next ? Math.min(RADIUS, distance(before, corner) / 2, distance(corner, next) / 2) : 0;
    const end = toward(corner, here, radius);
    parts.push(...opened(here, end, gaps), `L${end.x},${end.y}`);
    if (next && radius > 0) {
      const out = toward(corner, next, radius);
      parts.push(`Q${corner.x},${corner.y} ${out.x},${out.y}`);
      here = out;
    } else here = corner;
  });
  return parts.join("");
}

function opened(a: Point, b: Point, gaps: readonly Point[]): string[] {
  if (Math.abs(a.x - b.x) > 0.01) return [];
  const down = b.y > a.y ? 1 : -1;
  const low = Math.min(a.y, b.y);
  const high = Math.max(a.y, b.y);
  return gaps
    .filter((gap) => Math.abs(gap.x - a.x) < 0.5 && gap.y - GAP > low && gap.y + GAP < high)
    .sort((p, q) => (p.y - q.y) * down)
    .map((gap) => `L${a.x},${gap.y - GAP * down}M${a.x},${gap.y + GAP * down}`);
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

type Way = Pick<Route, "points">;

interface Piece {
  id: string;
  tensor: string;
  a: Point;
  b: Point;
}

/** Where each wire's upright pieces pass under level pieces of other tensors, by wire. */
export function crossings(found: ReadonlyMap<string, Way>, tensorOf: (id: string) => string): Map<string, Point[]> {
  const level: Piece[] = [];
  const upright: Piece[] = [];
  for (const [id, { points }] of found) {
    points.forEach((a, i) => {
      const b = points[i + 1];
      if (!b) return;
      (Math.abs(a.y - b.y) < 0.01 ? level : upright).push({ id, tensor: tensorOf(id), a, b });
    });
  }
  const overs = new Grid<Piece>(256, 256);
  for (const piece of level) overs.add(boxOf(piece), piece);
  const under = new Map<string, Point[]>();
  for (const piece of upright) {
    const { x, y: low, height } = boxOf(piece);
    overs.some({ x, y: low, width: 0, height }, (over) => {
      if (over.a.y >= low + height || over.a.y <= low || over.tensor === piece.tensor) return false;
      const { x: left, width } = boxOf(over);
      if (x <= left + 2 || x >= left + width - 2) return false;
      const known = under.get(piece.id);
      if (known) known.push({ x, y: over.a.y });
      else under.set(piece.id, [{ x, y: over.a.y }]);
      return false;
    });
  }
  return under;
}

function boxOf({ a, b }: Piece): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** The first bend of a wire that a sibling of the same tensor passes, or leaves the other way; null when there is none. */
export function parting(own: Way, siblings: readonly Way[]): Point | null {
  const [start, bend, turn] = own.points;
  if (!start || !bend || !turn) return null;
  const parts = siblings.some(({ points: [, other, beyond] }) => {
    if (!other) return false;
    if (other.x > bend.x + 1) return true;
    return Math.abs(other.x - bend.x) <= 1 && !!beyond && Math.sign(beyond.y - other.y) !== Math.sign(turn.y - bend.y);
  });
  return parts ? bend : null;
}

/** How far a point is from a route. */
export function distanceTo(points: readonly Point[], { x, y }: Point): number {
  return points.reduce((least, a, i) => {
    const b = points[i + 1];
    if (!b) return least;
    const dx = Math.max(Math.min(a.x, b.x) - x, 0, x - Math.max(a.x, b.x));
    const dy = Math.max(Math.min(a.y, b.y) - y, 0, y - Math.max(a.y, b.y));
    return Math.min(least, Math.hypot(dx, dy));
  }, Number.POSITIVE_INFINITY);
}
