// The ways of the wires: right angles between ports, round the cards, apart from each other. Knows only rectangles.

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
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

const STUB = 18;
const LANE = 12;

/** A way by the two ends alone: for a wire that is being dragged. */
export function simpleRoute(wanted: Wanted): Route {
  return route(wanted, () => false, new Lanes());
}

/** The ways of all wires. The short ones are laid first, and keep their lanes. */
export function routes(all: readonly Wanted[], boxes: readonly Box[]): Map<string, Route> {
  const lanes = new Lanes();
  const index = new Columns(boxes);
  const found = new Map<string, Route>();
  const length = (each: Wanted) => Math.abs(each.to.x - each.from.x) + Math.abs(each.to.y - each.from.y);
  for (const each of [...all].sort((a, b) => length(a) - length(b))) {
    const way = route(each, (box) => index.hits(box), lanes);
    lanes.take(each.tensor, way.points);
    found.set(each.id, way);
  }
  return found;
}

type Blocked = (box: Box) => boolean;

function route(wanted: Wanted, blocked: Blocked, lanes: Lanes): Route {
  const { from, to, tensor } = wanted;
  const ahead = to.x - from.x >= 2 * STUB - 4;
  if (ahead && Math.abs(from.y - to.y) < 1.5 && !blocked(strip(from, { x: to.x, y: from.y }))) {
    return { points: [from, { x: to.x, y: from.y }], label: middle(from, to) };
  }
  if (ahead) {
    const bends = [...new Set([Math.max(to.x - 36, (from.x + to.x) / 2), from.x + STUB, to.x - STUB])];
    for (const wish of bends) {
      const x = lanes.freeX(wish, from.y, to.y, tensor, from.x + 8, to.x - 8);
      const points = [from, { x, y: from.y }, { x, y: to.y }, to];
      if (!crossed(points, blocked)) return { points, label: labelOf(points) };
    }
  }
  return around(wanted, blocked, lanes);
}

/** Out to the right, along a channel between the rows, in from the left. */
function around({ from, to, fromBox, toBox, tensor }: Wanted, blocked: Blocked, lanes: Lanes): Route {
  const outX = lanes.freeX(from.x + STUB, from.y, to.y, tensor, from.x + 8, from.x + 60);
  const inX = lanes.freeX(to.x - STUB, from.y, to.y, tensor, to.x - 60, to.x - 8);
  const low = Math.max(fromBox.y + fromBox.height, toBox.y + toBox.height);
  const high = Math.min(fromBox.y, toBox.y);
  const gap = fromBox.y + fromBox.height < toBox.y ? (fromBox.y + fromBox.height + toBox.y) / 2 : null;
  const gapUp = toBox.y + toBox.height < fromBox.y ? (toBox.y + toBox.height + fromBox.y) / 2 : null;
  const wishes = [gap, gapUp, low + 28, high - 28, low + 90, high - 90].filter((y) => y !== null);
  let first: Point[] | null = null;
  for (const wish of wishes) {
    const y = lanes.freeY(wish, Math.min(outX, inX), Math.max(outX, inX), tensor);
    const points = [from, { x: outX, y: from.y }, { x: outX, y }, { x: inX, y }, { x: inX, y: to.y }, to];
    first ??= points;
    if (!crossed(points, blocked)) return { points, label: labelOf(points) };
  }
  const points = first ?? [from, to];
  return { points, label: labelOf(points) };
}

function crossed(points: readonly Point[], blocked: Blocked): boolean {
  return points.some((point, i) => {
    const next = points[i + 1];
    return next !== undefined && blocked(strip(point, next));
  });
}

/** The room a segment takes; its ends stand off the ports that it belongs to. */
function strip(a: Point, b: Point): Box {
  const level = Math.abs(a.y - b.y) < 0.01;
  const box = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
  if (!level) return { x: box.x - 4, y: box.y, width: 8, height: box.height };
  const inset = Math.min(6, box.width / 2);
  return { x: box.x + inset, y: box.y - 4, width: box.width - 2 * inset, height: 8 };
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
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

/** Boxes by column, so that a wire asks only those near it. */
class Columns {
  private readonly columns = new Map<number, Box[]>();
  private readonly width = 256;

  constructor(boxes: readonly Box[]) {
    for (const box of boxes) {
      for (const column of this.span(box)) {
        const known = this.columns.get(column);
        if (known) known.push(box);
        else this.columns.set(column, [box]);
      }
    }
  }

  hits(strip: Box): boolean {
    return this.span(strip).some((column) =>
      (this.columns.get(column) ?? []).some(
        (box) =>
          strip.x < box.x + box.width &&
          strip.x + strip.width > box.x &&
          strip.y < box.y + box.height &&
          strip.y + strip.height > box.y,
      ),
    );
  }

  private span(box: Box): number[] {
    const first = Math.floor(box.x / this.width);
    const last = Math.floor((box.x + box.width) / this.width);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }
}

interface Segment {
  tensor: string;
  at: number;
  start: number;
  end: number;
}

/** The pieces laid so far; a new piece of another tensor keeps a lane's distance from them. */
class Lanes {
  private readonly level: Segment[] = [];
  private readonly upright: Segment[] = [];

  take(tensor: string, points: readonly Point[]): void {
    points.forEach((point, i) => {
      const next = points[i + 1];
      if (!next) return;
      if (Math.abs(point.y - next.y) < 0.01) this.level.push(segment(tensor, point.y, point.x, next.x));
      else this.upright.push(segment(tensor, point.x, point.y, next.y));
    });
  }

  freeY(wish: number, x1: number, x2: number, tensor: string): number {
    return free(this.level, wish, segment(tensor, wish, x1, x2), wish - 60, wish + 60);
  }

  freeX(wish: number, y1: number, y2: number, tensor: string, least: number, most: number): number {
    return free(this.upright, wish, segment(tensor, wish, y1, y2), least, most);
  }
}

function segment(tensor: string, at: number, a: number, b: number): Segment {
  return { tensor, at, start: Math.min(a, b), end: Math.max(a, b) };
}

function free(laid: readonly Segment[], wish: number, piece: Segment, least: number, most: number): number {
  const near = laid.filter(
    (each) =>
      each.tensor !== piece.tensor &&
      Math.abs(each.at - wish) < 80 &&
      each.start < piece.end + 2 &&
      each.end > piece.start - 2,
  );
  for (const step of [0, 1, -1, 2, -2, 3, -3, 4, -4]) {
    const at = wish + step * LANE;
    if (at < least || at > most) continue;
    if (near.every((each) => Math.abs(each.at - at) >= LANE - 2)) return at;
  }
  return wish;
}
