// The ways of the wires: right angles between ports, round the cards, apart from each other. Knows only rectangles.
import { Labels, labelOf } from "./labelling";
import { Laid } from "./laid";
import { spread } from "./lanes";
import { type Box, Obstacles } from "./obstacles";
import { atOnce, type Steps } from "./steps";
import type { Point, Route, Wanted } from "./wanted";
import { sightOf, wayOf } from "./ways";

export type { Box } from "./obstacles";
export type { Point, Route, Wanted } from "./wanted";

/** With more wires than this, a wire takes the first way round the cards, whatever other wires it crosses. */
const CROWDED = 1000;

/** A way by the two ends alone: for a wire that is being dragged. */
export function simpleRoute(wanted: Wanted): Route {
  const points = wayOf(wanted, new Obstacles(), () => 0);
  return { points, label: labelOf(points), close: false };
}

/** So many wires are a step. */
const STEP = 64;

/** The ways of all wires. */
export function routes(all: readonly Wanted[], boxes: readonly Box[]): Map<string, Route> {
  return atOnce(new Router().lay(all, boxes));
}

interface Found {
  wanted: Wanted;
  way: readonly Point[];
}

/**
 * Lays wires and remembers their ways: of many wires, only those look for another way that go elsewhere, or that see a
 * card that came, went or moved. What it gives is what one without a memory would give.
 */
export class Router {
  private known = new Map<string, Found>();
  private boxes: ReadonlySet<Box> = new Set();

  /** The short ones are laid first; those that cross others look once more when all are laid. A box at rest is the same object. */
  *lay(all: readonly Wanted[], boxes: readonly Box[]): Steps<Map<string, Route>> {
    const obstacles = new Obstacles(boxes);
    const sorted = [...all].sort((a, b) => length(a) - length(b));
    const laid = all.length > CROWDED ? yield* this.apart(sorted, boxes, obstacles) : yield* beside(sorted, obstacles);
    yield* spread(laid, obstacles);
    const labels = new Labels();
    const found = new Map<string, Route>();
    for (const { wanted, points } of laid) {
      found.set(wanted.id, { points, ...labels.place(points) });
      if (found.size % (4 * STEP) === 0) yield;
    }
    return found;
  }

  /** Each wire on the first way round the cards. */
  private *apart(all: readonly Wanted[], boxes: readonly Box[], obstacles: Obstacles): Steps<Way[]> {
    const now = new Set(boxes);
    const changed = new Obstacles([
      ...boxes.filter((box) => !this.boxes.has(box)),
      ...[...this.boxes].filter((box) => !now.has(box)),
    ]);
    const known = new Map<string, Found>();
    const laid: Way[] = [];
    for (const wanted of all) {
      const before = this.known.get(wanted.id);
      const stays = before && goesThere(before.wanted, wanted) && !changed.hits(sightOf(wanted));
      const way = stays ? before.way : wayOf(wanted, obstacles, () => 0);
      known.set(wanted.id, { wanted, way });
      laid.push({ wanted, tensor: wanted.tensor, points: [...way] });
      if (laid.length % (stays ? 8 * STEP : STEP) === 0) yield;
    }
    this.known = known;
    this.boxes = now;
    return laid;
  }
}

interface Way {
  wanted: Wanted;
  tensor: string;
  points: Point[];
}

/** Each wire on the way that crosses least of the others. */
function* beside(all: readonly Wanted[], obstacles: Obstacles): Steps<Way[]> {
  const pieces = new Laid();
  const wayBeside = (wanted: Wanted) => wayOf(wanted, obstacles, (way) => pieces.trouble(wanted.tensor, way));
  const laid: Way[] = [];
  for (const wanted of all) {
    const points = wayBeside(wanted);
    pieces.take(wanted.tensor, points);
    laid.push({ wanted, tensor: wanted.tensor, points });
    if (laid.length % STEP === 0) yield;
  }
  for (const [i, each] of laid.entries()) {
    if (i % STEP === 0) yield;
    if (pieces.trouble(each.tensor, each.points) === 0) continue;
    pieces.drop(each.tensor, each.points);
    each.points = wayBeside(each.wanted);
    pieces.take(each.tensor, each.points);
  }
  return laid;
}

function length({ from, to }: Wanted): number {
  return Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
}

/** Whether two wires have the same ends, at cards that have not changed. */
function goesThere(one: Wanted, two: Wanted): boolean {
  const same = (a: Point, b: Point) => a.x === b.x && a.y === b.y;
  return one.fromBox === two.fromBox && one.toBox === two.toBox && same(one.from, two.from) && same(one.to, two.to);
}
