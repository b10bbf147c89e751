// Where the words on wires stand: on the longest level piece, and not on each other.
import type { Point } from "./wanted";

/** The room that a label takes, in canvas pixels. */
const LABEL = { width: 100, height: 20 };
/** The same at the middle level of zoom, where words keep their size on the screen. */
const MID_LABEL = { width: 190, height: 40 };

/** The middle of the longest level piece: where a label reads best. */
export function labelOf(points: readonly Point[]): Point {
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

/** Only wires that wind say their shape at the middle level of zoom: along a straight one the cards do. */
export function winds(points: readonly Point[]): boolean {
  return points.length >= 5;
}

/**
 * Labels that are not on each other: one whose middle is taken stands elsewhere on its piece. From further away they take
 * more of the drawing; one that finds no room then is `close` to another, and is not shown there.
 */
export class Labels {
  private readonly near = new Taken(LABEL);
  private readonly mid = new Taken(MID_LABEL);

  place(points: readonly Point[]): { label: Point; close: boolean } {
    const wish = labelOf(points);
    const [left, right] = reach(points, wish);
    const steps = [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => ({ x: left + (right - left) * part, y: wish.y }));
    const free = [wish, ...(right - left > 2 * LABEL.width ? steps : [])].filter((at) => !this.near.has(at));
    const whole = (at: Point) => at.x === wish.x || Math.min(at.x - left, right - at.x) >= MID_LABEL.width / 2;
    const seen = winds(points) ? free.find((at) => whole(at) && !this.mid.has(at)) : undefined;
    const label = seen ?? free[0] ?? wish;
    this.near.add(label);
    if (seen) this.mid.add(label);
    return { label, close: winds(points) && !seen };
  }
}

/** Places that are taken, each by something of one size. */
class Taken {
  private readonly cells = new Map<string, Point[]>();

  constructor(private readonly size: { width: number; height: number }) {}

  add(at: Point): void {
    const key = this.key(at, 0, 0);
    this.cells.set(key, [...(this.cells.get(key) ?? []), at]);
  }

  has(at: Point): boolean {
    const around = [-1, 0, 1];
    return around.some((right) =>
      around.some((down) =>
        (this.cells.get(this.key(at, right, down)) ?? []).some(
          (other) => Math.abs(other.x - at.x) < this.size.width && Math.abs(other.y - at.y) < this.size.height,
        ),
      ),
    );
  }

  private key({ x, y }: Point, right: number, down: number): string {
    return `${Math.floor(x / this.size.width) + right},${Math.floor(y / this.size.height) + down}`;
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
