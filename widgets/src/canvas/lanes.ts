// Wires that run side by side get lanes of their own, in the order in which they cross least.
import type { Obstacles, Span } from "./obstacles";
import type { Steps } from "./steps";
import type { Point } from "./wanted";

/** From wire to wire: level ones carry labels. */
const LANES = { x: 12, y: 16 };
/** Pieces whose places are within so many pixels mind each other. */
const NEAR = 60;
/** How far a lane stays away from the cards at its sides, where there is room. */
const CLEAR = 8;
const REACH = 200;
/** So many wires, or lanes, are a step. */
const STEP = 128;

export interface Laid {
  tensor: string;
  points: Point[];
}

/** A piece, or those of one tensor that lie on each other. `at` is its place, `start` and `end` run along it. */
interface Lane {
  tensor: string;
  at: number;
  start: number;
  end: number;
  room: Span;
  fixed: boolean;
  ends: End[];
  pieces: { points: Point[]; index: number }[];
}

/** Where a lane is left or entered: whether to the lower side (-1) or the higher (1), how far, and what comes then. */
interface End {
  at: number;
  side: number;
  far: number;
  /** Which way the lane goes from here, and which way the piece beyond the next goes: alike in a turn back. */
  ahead: number;
  beyond: number;
}

type Axis = "x" | "y";

/** Move the pieces of all ways apart. Level ones first: where they are says how far the upright ones reach. */
export function* spread(all: readonly Laid[], obstacles: Obstacles): Steps<void> {
  for (const axis of ["y", "x"] as const) {
    const apart: Lane[] = [];
    for (const [i, laid] of all.entries()) {
      apart.push(...lanesOf(laid, axis, obstacles));
      if (i % STEP === 0) yield;
    }
    const lanes = merged(apart);
    yield;
    for (const [i, group] of (yield* groups(lanes)).entries()) {
      if (group.some((lane) => !lane.fixed)) settle(group, LANES[axis]);
      if (i % STEP === 0) yield;
    }
    yield;
    for (const { at, pieces } of lanes) {
      for (const { points, index } of pieces) move(points, index, axis, at);
    }
  }
}

function move(points: Point[], index: number, axis: Axis, at: number): void {
  for (const i of [index, index + 1]) {
    const point = points[i];
    if (point) points[i] = { ...point, [axis]: at };
  }
}

/** The pieces that have their place along this axis: level ones have a y, upright ones an x. */
function lanesOf({ tensor, points }: Laid, axis: Axis, obstacles: Obstacles): Lane[] {
  const along = axis === "y" ? "x" : "y";
  const lanes: Lane[] = [];
  for (let index = axis === "y" ? 0 : 1; index + 1 < points.length; index += 2) {
    const [a, b] = [points[index], points[index + 1]];
    if (!a || !b) break;
    const fixed = index === 0 || index + 2 === points.length;
    const [start, end] = [Math.min(a[along], b[along]), Math.max(a[along], b[along])];
    const at = a[axis];
    const ends = [
      endOf(a, b, points[index - 1], points[index - 2], axis),
      endOf(b, a, points[index + 2], points[index + 3], axis),
    ].filter(({ side }) => side !== 0);
    const room: Span = fixed ? [at, at] : roomOf(obstacles, axis, [start, end], at);
    lanes.push({ tensor, at, start, end, room, fixed, ends, pieces: fixed ? [] : [{ points, index }] });
  }
  return lanes;
}

function endOf(here: Point, there: Point, next: Point | undefined, last: Point | undefined, axis: Axis): End {
  const along = axis === "y" ? "x" : "y";
  const far = next?.[axis] ?? here[axis];
  return {
    at: here[along],
    side: Math.sign(far - here[axis]),
    far,
    ahead: Math.sign(there[along] - here[along]),
    beyond: next && last ? Math.sign(last[along] - next[along]) : 0,
  };
}

function roomOf(obstacles: Obstacles, axis: Axis, span: Span, at: number): Span {
  const window: Span = [at - REACH, at + REACH];
  const free = axis === "y" ? obstacles.freeY(span, window) : obstacles.freeX(span, window);
  const [low, high] = free.find(([start, end]) => start <= at && at <= end) ?? [at, at];
  const clear = Math.min(CLEAR, (high - low) / 2);
  return [Math.min(low + clear, at), Math.max(high - clear, at)];
}

/** Pieces of one tensor that run beside each other, laid on each other. */
function merged(lanes: readonly Lane[]): Lane[] {
  const byTensor = new Map<string, Lane[]>();
  const kept: Lane[] = [];
  for (const lane of lanes) {
    const own = byTensor.get(lane.tensor) ?? [];
    byTensor.set(lane.tensor, own);
    const host = own.find(
      (each) =>
        !each.fixed &&
        !lane.fixed &&
        each.start <= lane.end &&
        each.end >= lane.start &&
        Math.abs(each.at - lane.at) < NEAR &&
        each.room[0] <= lane.at &&
        lane.at <= each.room[1] &&
        lane.room[0] <= each.at &&
        each.at <= lane.room[1],
    );
    if (!host) {
      own.push(lane);
      kept.push(lane);
      continue;
    }
    host.start = Math.min(host.start, lane.start);
    host.end = Math.max(host.end, lane.end);
    host.room = [Math.max(host.room[0], lane.room[0]), Math.min(host.room[1], lane.room[1])];
    host.ends.push(...lane.ends);
    host.pieces.push(...lane.pieces);
  }
  return kept;
}

/** Lanes that mind each other, directly or through others between them. */
function* groups(lanes: readonly Lane[]): Steps<Lane[][]> {
  const sorted = [...lanes].sort((p, q) => p.start - q.start);
  const group = new Map<Lane, Lane[]>();
  /** Those that can reach further, by place: what minds a lane is in its band or in one beside it. */
  const open = new Map<number, Lane[]>();
  for (const [i, lane] of sorted.entries()) {
    let own = [lane];
    const band = Math.floor(lane.at / NEAR);
    for (const near of [band - 1, band, band + 1]) {
      const reaching = open.get(near)?.filter((each) => each.end >= lane.start) ?? [];
      for (const other of reaching) {
        if (!minds(lane, other)) continue;
        const known = group.get(other) ?? [other];
        if (known === own) continue;
        const [large, small] = known.length > own.length ? [known, own] : [own, known];
        for (const each of small) {
          large.push(each);
          group.set(each, large);
        }
        own = large;
      }
      if (near === band) reaching.push(lane);
      open.set(near, reaching);
    }
    group.set(lane, own);
    if (i % STEP === 0) yield;
  }
  return [...new Set(group.values())];
}

function minds(one: Lane, two: Lane): boolean {
  if (one.fixed && two.fixed) return false;
  return (
    beside(one, two) && Math.abs(one.at - two.at) < NEAR && one.room[0] <= two.room[1] && two.room[0] <= one.room[1]
  );
}

const beside = (one: Lane, two: Lane) => one.start <= two.end + 2 && one.end >= two.start - 2;

/** Order a group, then give each its place: as near as can be to where it was, a lane's width from the next. */
function settle(group: Lane[], wide: number): void {
  group.sort((p, q) => p.at - q.at || p.start - q.start || p.end - q.end);
  if (group.length <= 200) untangle(group);
  const room: Span = [
    Math.max(...group.filter((lane) => !lane.fixed).map((lane) => lane.room[0])),
    Math.min(...group.filter((lane) => !lane.fixed).map((lane) => lane.room[1])),
  ];
  const deep = depthOf(group);
  const gap = deep > 1 && room[1] > room[0] ? Math.min(wide, (room[1] - room[0]) / (deep - 1)) : wide;
  const high = pass(group, gap, (lane) => lane.at, 1);
  const low = pass(group, gap, (lane) => lane.at, -1);
  const mean = group.map((_, i) => ((high[i] ?? 0) + (low[i] ?? 0)) / 2);
  const capped = pass(group, gap, (_, i) => mean[i] ?? 0, -1);
  const places = pass(group, gap, (_, i) => capped[i] ?? 0, 1);
  group.forEach((lane, i) => {
    if (!lane.fixed) lane.at = Math.round(places[i] ?? lane.at);
  });
}

/** Places in the order of the group (1) or against it (-1), each beyond those that it runs beside. */
function pass(group: readonly Lane[], gap: number, wish: (lane: Lane, i: number) => number, way: 1 | -1): number[] {
  const found = new Array<number>(group.length);
  for (let n = 0; n < group.length; n++) {
    const i = way === 1 ? n : group.length - 1 - n;
    const lane = group[i] as Lane;
    let at = lane.fixed ? lane.at : wish(lane, i);
    if (!lane.fixed) {
      at = way === 1 ? Math.max(at, lane.room[0]) : Math.min(at, lane.room[1]);
      for (let j = i - way; j >= 0 && j < group.length; j -= way) {
        const other = group[j] as Lane;
        if (!beside(lane, other)) continue;
        const reached = (found[j] ?? 0) + gap * way;
        at = way === 1 ? Math.max(at, reached) : Math.min(at, reached);
      }
    }
    found[i] = at;
  }
  return found;
}

/** How many lanes lie over each other where most do. */
function depthOf(group: readonly Lane[]): number {
  const depth: number[] = [];
  group.forEach((lane, i) => {
    let most = 0;
    for (let j = 0; j < i; j++) if (beside(lane, group[j] as Lane)) most = Math.max(most, depth[j] ?? 0);
    depth.push(most + 1);
  });
  return Math.max(...depth);
}

/** Change neighbours that cross less the other way round. */
function untangle(group: Lane[]): void {
  for (let round = 0; round < group.length; round++) {
    let changed = false;
    for (let i = 0; i + 1 < group.length; i++) {
      const [one, two] = [group[i] as Lane, group[i + 1] as Lane];
      if (one.fixed && two.fixed) continue;
      if (!beside(one, two) || tangled(one, two) <= tangled(two, one)) continue;
      group[i] = two;
      group[i + 1] = one;
      changed = true;
    }
    if (!changed) return;
  }
}

/** How often two lanes cross when `low` lies on the lower side of `high`. */
function tangled(low: Lane, high: Lane): number {
  const inside = (at: number, lane: Lane) => at > lane.start + 1 && at < lane.end - 1;
  const up = low.ends.filter(({ at, side }) => side > 0 && inside(at, high)).length;
  const down = high.ends.filter(({ at, side }) => side < 0 && inside(at, low)).length;
  return up + down + low.ends.flatMap((one) => high.ends.filter((two) => entwined(one, two))).length;
}

/**
 * Whether two lanes that end at one place, the first the lower, must cross there. Where both turn back, the one that
 * comes from further has to lie further too; where both go on, it has to lie nearer.
 */
function entwined(low: End, high: End): boolean {
  if (Math.abs(low.at - high.at) > LANES.x || low.side !== high.side) return false;
  if (low.ahead !== high.ahead || low.beyond !== high.beyond || low.beyond === 0) return false;
  const further = (high.far - low.far) * low.side;
  const back = low.ahead === low.beyond;
  const wrong = low.side > 0 ? further : -further;
  return back ? wrong > 0 : wrong < 0;
}
