// The way of one wire round the cards: right angles, few bends, little detour. Other wires are minded later, in lanes.ts.
import type { Box, Obstacles, Span } from "./obstacles";
import type { Point, Wanted } from "./wanted";

const STUB = 18;
/** How far a wire that passes a card stays away from it, where there is room. */
const CLEAR = 12;
const WISHED = 22;
/** How far beyond its ends a wire looks for a way. */
const REACH = 640;
/** A strip up to so wide is run through in its middle: beside the cards of a row, and between two rows. */
const NARROW = 90;
const CHANNEL = 220;
/** What a bend costs, in crossings, and how many pixels of a detour cost as much as one crossing. */
const BEND = 0.15;
const FAR = 300;
/** What it costs a wire to the next row to pass by that row, and come back to it. */
const PAST = 2;
/** So many ways are weighed. */
const TRIED = 12;

/** Points from port to port; level and upright pieces take turns, and the first and the last are level. */
export function wayOf(wanted: Wanted, obstacles: Obstacles, trouble: (points: Point[]) => number): Point[] {
  let best: Point[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  let tried = 0;
  for (const points of ways(wanted, obstacles)) {
    if (crossed(points, obstacles)) continue;
    tried += 1;
    const cost =
      trouble(points) + (points.length - 2) * BEND + detours(points) / FAR + (returns(wanted, points) ? PAST : 0);
    if (cost < least) [best, least] = [points, cost];
    if (least < points.length * BEND || tried === TRIED) break;
  }
  return best ?? blunt(wanted);
}

/** Where the cards are that have a say in a wire's way: a card that changes elsewhere leaves it as it is. */
export function sightOf({ from, to, fromBox, toBox }: Wanted): Box {
  const far = REACH + STUB + WISHED + CLEAR;
  const x = Math.min(from.x, to.x, fromBox.x, toBox.x) - far;
  const y = Math.min(from.y, to.y, fromBox.y, toBox.y) - far;
  const right = Math.max(from.x, to.x, fromBox.x + fromBox.width, toBox.x + toBox.width) + far;
  const bottom = Math.max(from.y, to.y, fromBox.y + fromBox.height, toBox.y + toBox.height) + far;
  return { x, y, width: right - x, height: bottom - y };
}

/** Whether a wire back to a row above or below goes further than that row. */
function returns({ fromBox, toBox }: Wanted, points: readonly Point[]): boolean {
  const [above, below] = fromBox.y < toBox.y ? [fromBox, toBox] : [toBox, fromBox];
  if (toBox.x > fromBox.x + fromBox.width || above.y + above.height > below.y) return false;
  return points.some(({ y }) => y < above.y || y > below.y + below.height);
}

/** How much longer a way is than the shortest at right angles. */
function detours(points: readonly Point[]): number {
  const [a, b] = [points[0] as Point, points.at(-1) as Point];
  return lengthOf(points) - Math.abs(a.x - b.x) - Math.abs(a.y - b.y);
}

function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, b, i) => {
    const a = points[i] as Point;
    return sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  }, 0);
}

function* ways(wanted: Wanted, obstacles: Obstacles): Generator<Point[]> {
  const { from, to } = wanted;
  if (to.x - from.x >= 2 * STUB - 4) {
    if (Math.abs(from.y - to.y) < 1.5) yield [from, { x: to.x, y: from.y }];
    const bends = [Math.max(to.x - 36, (from.x + to.x) / 2), from.x + STUB, to.x - STUB];
    for (const x of bends) yield [from, { x, y: from.y }, { x, y: to.y }, to];
  }
  yield* alongRow(wanted, obstacles);
  yield* pastColumn(wanted, obstacles);
}

/** Out to the right, along a free strip above, below or between the cards, in from the left. */
function* alongRow({ from, to }: Wanted, obstacles: Obstacles): Generator<Point[]> {
  const [outX, inX] = [from.x + STUB, to.x - STUB];
  const window: Span = [Math.min(from.y, to.y) - REACH, Math.max(from.y, to.y) + REACH];
  const span: Span = [Math.min(outX, inX) - CLEAR, Math.max(outX, inX) + CLEAR];
  const strips = places(obstacles.freeY(span, window), from.y, to.y);
  for (const y of strips) yield [from, { x: outX, y: from.y }, { x: outX, y }, { x: inX, y }, { x: inX, y: to.y }, to];
}

/** Past many rows: down beside the card, along its row, down a free strip, along the other's row, in. */
function* pastColumn({ from, to, fromBox, toBox }: Wanted, obstacles: Obstacles): Generator<Point[]> {
  const [outX, inX] = [from.x + STUB, to.x - STUB];
  const down = toBox.y > fromBox.y;
  const y1 = down ? fromBox.y + fromBox.height + WISHED : fromBox.y - WISHED;
  const y2 = down ? toBox.y - WISHED : toBox.y + toBox.height + WISHED;
  const window: Span = [Math.min(outX, inX) - REACH, Math.max(outX, inX) + REACH];
  const strips = places(obstacles.freeX([Math.min(y1, y2), Math.max(y1, y2)], window), outX, inX);
  for (const x of strips.slice(0, 8)) {
    yield [
      from,
      { x: outX, y: from.y },
      { x: outX, y: y1 },
      { x, y: y1 },
      { x, y: y2 },
      { x: inX, y: y2 },
      { x: inX, y: to.y },
      to,
    ];
  }
}

/** A place in each free strip, that with the shortest way between a and b first. */
function places(free: readonly Span[], a: number, b: number): number[] {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return free
    .filter(([start, end]) => end - start >= 2 * CLEAR)
    .map(([start, end]) => {
      const room = Math.min(WISHED, (end - start) / 2);
      const narrow = end - start <= (start >= low && end <= high ? CHANNEL : NARROW);
      return narrow ? (start + end) / 2 : Math.min(Math.max((a + b) / 2, start + room), end - room);
    })
    .sort((p, q) => detour(p, low, high) - detour(q, low, high) || p - q);
}

function detour(at: number, low: number, high: number): number {
  return Math.max(low - at, at - high, 0);
}

/** A way that minds no cards, for when there is none that does. */
function blunt({ from, to, fromBox, toBox }: Wanted): Point[] {
  const [outX, inX] = [from.x + STUB, to.x - STUB];
  const y = Math.max(fromBox.y + fromBox.height, toBox.y + toBox.height) + WISHED;
  return [from, { x: outX, y: from.y }, { x: outX, y }, { x: inX, y }, { x: inX, y: to.y }, to];
}

function crossed(points: readonly Point[], obstacles: Obstacles): boolean {
  return points.some((point, i) => {
    const next = points[i + 1];
    return next !== undefined && obstacles.hits(strip(point, next));
  });
}

/** The room a piece takes; its ends stand off the ports that it belongs to. */
function strip(a: Point, b: Point): Box {
  const level = Math.abs(a.y - b.y) < 0.01;
  const box = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
  if (!level) return { x: box.x - 4, y: box.y, width: 8, height: box.height };
  const inset = Math.min(6, box.width / 2);
  return { x: box.x + inset, y: box.y - 4, width: box.width - 2 * inset, height: 8 };
}
