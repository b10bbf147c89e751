// Where cards are, by columns, so that a wire asks only those near it.
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From and to, along one axis. */
export type Span = readonly [number, number];

const WIDTH = 256;
const STEP = 512;

export class Obstacles {
  private readonly cells = new Map<number, Map<number, Box[]>>();

  constructor(boxes: readonly Box[] = []) {
    for (const box of boxes) {
      for (let column = Math.floor(box.x / WIDTH); column <= Math.floor((box.x + box.width) / WIDTH); column++) {
        const cells = this.cells.get(column) ?? new Map<number, Box[]>();
        this.cells.set(column, cells);
        for (let row = Math.floor(box.y / STEP); row <= Math.floor((box.y + box.height) / STEP); row++) {
          const known = cells.get(row);
          if (known) known.push(box);
          else cells.set(row, [box]);
        }
      }
    }
  }

  hits(strip: Box): boolean {
    return this.some(strip, () => true);
  }

  /** The places along y that are free of cards for the whole of x, within `window`. */
  freeY([left, right]: Span, window: Span): Span[] {
    const taken: Span[] = [];
    this.some({ x: left, y: window[0], width: right - left, height: window[1] - window[0] }, (box) => {
      taken.push([box.y, box.y + box.height]);
      return false;
    });
    return between(taken, window);
  }

  /** The places along x that are free of cards for the whole of y, within `window`. */
  freeX([top, bottom]: Span, window: Span): Span[] {
    const taken: Span[] = [];
    this.some({ x: window[0], y: top, width: window[1] - window[0], height: bottom - top }, (box) => {
      taken.push([box.x, box.x + box.width]);
      return false;
    });
    return between(taken, window);
  }

  private some(strip: Box, asked: (box: Box) => boolean): boolean {
    const [right, bottom] = [strip.x + strip.width, strip.y + strip.height];
    for (let column = Math.floor(strip.x / WIDTH); column <= Math.floor(right / WIDTH); column++) {
      const cells = this.cells.get(column);
      if (!cells) continue;
      for (let row = Math.floor(strip.y / STEP); row <= Math.floor(bottom / STEP); row++) {
        for (const box of cells.get(row) ?? []) {
          const meets = strip.x < box.x + box.width && right > box.x && strip.y < box.y + box.height && bottom > box.y;
          if (meets && asked(box)) return true;
        }
      }
    }
    return false;
  }
}

/** What is left of the window between the places that are taken. */
function between(taken: Span[], [from, to]: Span): Span[] {
  const free: Span[] = [];
  let at = from;
  for (const [start, end] of taken.sort((p, q) => p[0] - q[0])) {
    if (start > at) free.push([at, Math.min(start, to)]);
    at = Math.max(at, end);
  }
  if (at < to) free.push([at, to]);
  return free;
}
