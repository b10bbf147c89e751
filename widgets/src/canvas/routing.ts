// The ways of the wires: right angles between ports, round the cards, apart from each other. Knows only rectangles.
import { spread } from "./lanes";
import { type Box, Obstacles } from "./obstacles";
import { wayOf } from "./ways";

export type { Box } from "./obstacles";

export interface Point {
  x: number;
  y: number;
}

export interface Wanted {
  id: string;
  /** What the wire carries: wires of one tensor may lie on each other. */
  tensor: string;
  from: Point;
  to: Point;
  fromBox: Box;
  toBox: Box;
}

export interface Route {
  points: Point[];
  label: Point;
}

/** A way by the two ends alone: for a wire that is being dragged. */
export function simpleRoute(wanted: Wanted): Route {
  const points = wayOf(wanted, new Obstacles(), () => false);
  return { points, label: labelOf(points) };
}

/** The ways of all wires. The short ones are laid first, and keep the strips that they have from port to port. */
export function routes(all: readonly Wanted[], boxes: readonly Box[]): Map<string, Route> {
  const obstacles = new Obstacles(boxes);
  const levels = new Levels();
  const length = (each: Wanted) => Math.abs(each.to.x - each.from.x) + Math.abs(each.to.y - each.from.y);
  const laid = [...all]
    .sort((a, b) => length(a) - length(b))
    .map((wanted) => {
      const { id, tensor } = wanted;
      const points = wayOf(wanted, obstacles, (way) => levels.overlap(tensor, way));
      levels.take(tensor, points);
      return { id, tensor, points };
    });
  spread(laid, obstacles);
  const labels = new Labels();
  return new Map(laid.map(({ id, points }) => [id, { points, label: labels.place(points) }]));
}

/** The middle of the longest level piece: where a label reads best. */
function labelOf(points: readonly Point[]): Point {
  let best = middle(points[0] ?? { x: 0, y: 0 }, points.at(-1) ?? { x: 0, y: 0 });
  let most = 40;
  points.forEach((point, i) => {
    const next = points[i + 1];
    if (!next || Math.abs(point.y - next.y) > 0.01) return;
    const length = Math.abs(next.x - point.x);
    if (length > most) {
      most = length;
      best = middle(point, next);
    }
  });
  if (most > 40 || points.length !== 4) return best;
  const [, bend, turn] = points;
  return bend && turn ? middle(bend, turn) : best;
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** Labels that are not on each other: one whose middle is taken stands elsewhere on its piece. */
class Labels {
  private readonly cells = new Map<string, Point[]>();

  place(points: readonly Point[]): Point {
    const wish = labelOf(points);
    const [left, right] = reach(points, wish);
    const steps = [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => ({ x: left + (right - left) * part, y: wish.y }));
    const free = right - left > 2 * LABEL.width ? steps.find((at) => !this.taken(at)) : undefined;
    const at = free ?? wish;
    const key = this.key(at, 0, 0);
    this.cells.set(key, [...(this.cells.get(key) ?? []), at]);
    return at;
  }

  private taken(at: Point): boolean {
    const around = [-1, 0, 1];
    return around.some((right) =>
      around.some((down) =>
        (this.cells.get(this.key(at, right, down)) ?? []).some(
          (other) => Math.abs(other.x - at.x) < LABEL.width && Math.abs(other.y - at.y) < LABEL.height,
        ),
      ),
    );
  }

  private key({ x, y }: Point, right: number, down: number): string {
    return `${Math.floor(x / LABEL.width) + right},${Math.floor(y / LABEL.height) + down}`;
  }
}

/** From where to where the level piece goes that a label is on; nowhere when it is on an upright one. */
function reach(points: readonly Point[], { x, y }: Point): readonly [number, number] {
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i] as Point, points[i + 1] as Point];
    const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    if (Math.abs(a.y - y) < 0.01 && Math.abs(b.y - y) < 0.01 && left <= x && x <= right) return [left, right];
  }
  return [x, x];
}

/** The room that a label takes, in canvas pixels. */
const LABEL = { width: 100, height: 20 };
const BAND = 8;

interface Level {
  tensor: string;
  y: number;
  start: number;
  end: number;
}

/** The level pieces at ports, which can't move: another tensor's must not lie on them. */
class Levels {
  private readonly bands = new Map<number, Level[]>();

  take(tensor: string, points: readonly Point[]): void {
    for (const level of ended(tensor, points)) {
      const band = Math.round(level.y / BAND);
      const known = this.bands.get(band);
      if (known) known.push(level);
      else this.bands.set(band, [level]);
    }
  }

  overlap(tensor: string, points: readonly Point[]): boolean {
    return ended(tensor, points).some(({ y, start, end }) => {
      const band = Math.round(y / BAND);
      return [band - 1, band, band + 1].some((near) =>
        (this.bands.get(near) ?? []).some(
          (each) => each.tensor !== tensor && Math.abs(each.y - y) < BAND && each.start < end && each.end > start,
        ),
      );
    });
  }
}

function ended(tensor: string, points: readonly Point[]): Level[] {
  return [0, points.length - 2].flatMap((index) => {
    const [a, b] = [points[index], points[index + 1]];
    if (!a || !b) return [];
    return [{ tensor, y: a.y, start: Math.min(a.x, b.x), end: Math.max(a.x, b.x) }];
  });
}
