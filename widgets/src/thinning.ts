// Fewer points of a long line with the same look: of each stretch its extremes, and where it stops being a number. Pure.

export interface Points {
  x: number[];
  y: number[];
}

/** Points that a stretch may keep: its least, its largest, and its first that is no number. */
const EACH = 3;

/**
 * At most `limit` points that keep the look: of equal stretches of x the least and the largest, in their order, and both
 * ends. A stretch with a value that is not a number keeps the first such, so that a gap stays a gap and begins where it
 * began. Stretches are powers of two wide and begin at multiples of that: of a line that grows, the old points stay the
 * same until the stretches double.
 */
export function thinned(points: Points, limit: number): Points {
  const { x, y } = points;
  const stretches = Math.floor((limit - 2) / EACH) - 1;
  if (x.length <= limit || stretches < 1) return points;
  const span = (x[x.length - 1] ?? 0) - (x[0] ?? 0);
  const width = 2 ** Math.ceil(Math.log2(span / stretches));
  const kept: number[] = [0];
  let from = 1;
  while (from < x.length - 1) {
    const end = (Math.floor((x[from] ?? 0) / width) + 1) * width;
    let to = from + 1;
    while (to < x.length - 1 && (x[to] ?? 0) < end) to += 1;
    keepExtremes(y, from, to, kept);
    from = to;
  }
  kept.push(x.length - 1);
  return { x: kept.map((at) => x[at] ?? 0), y: kept.map((at) => y[at] ?? Number.NaN) };
}

function keepExtremes(y: readonly number[], from: number, to: number, kept: number[]): void {
  let least = -1;
  let largest = -1;
  let gap = -1;
  for (let at = from; at < to; at += 1) {
    const value = y[at] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      if (gap < 0) gap = at;
    } else {
      if (least < 0 || value < (y[least] ?? 0)) least = at;
      if (largest < 0 || value > (y[largest] ?? 0)) largest = at;
    }
  }
  const found = [least, largest === least ? -1 : largest, gap].filter((at) => at >= 0);
  kept.push(...found.sort((a, b) => a - b));
}

/** The points from one x to another, with one more at either side: a line goes on past what is looked at. */
export function within({ x, y }: Points, low: number, high: number): Points {
  let from = x.findIndex((value) => value >= low);
  if (from < 0) from = x.length;
  let to = from;
  while (to < x.length && (x[to] ?? 0) <= high) to += 1;
  from = Math.max(0, from - 1);
  return { x: x.slice(from, to + 1), y: y.slice(from, to + 1) };
}
