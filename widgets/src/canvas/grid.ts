// Things by place: what asks about a region looks at those near it alone.
import type { Box } from "./routing";

/** More rows than any drawing has: a cell is one number. */
const ROWS = 2 ** 24;

export class Grid<T> {
  private readonly cells = new Map<number, T[]>();

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  add(box: Box, value: T): void {
    this.each(box, (key) => {
      const known = this.cells.get(key);
      if (known) known.push(value);
      else this.cells.set(key, [value]);
      return false;
    });
  }

  /** Whether a test holds of something near the box; what is large is asked more than once. */
  some(box: Box, test: (value: T) => boolean): boolean {
    return this.each(box, (key) => this.cells.get(key)?.some(test) ?? false);
  }

  private each({ x, y, width, height }: Box, visit: (key: number) => boolean): boolean {
    const right = Math.floor((x + width) / this.width);
    const bottom = Math.floor((y + height) / this.height);
    for (let column = Math.floor(x / this.width); column <= right; column += 1) {
      for (let row = Math.floor(y / this.height); row <= bottom; row += 1) {
        if (visit(column * ROWS + row)) return true;
      }
    }
    return false;
  }
}
