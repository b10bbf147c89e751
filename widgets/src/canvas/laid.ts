// The pieces of the wires that are laid already, and how badly another one's way would do beside them.
import type { Point } from "./wanted";

const BAND = 64;
const CLOSE = 8;
/** What it costs, in crossings, to lie on a wire that can't move, and to share a channel with one that can. */
const STUCK = 100;
const BESIDE = 0.1;

interface Piece {
  tensor: string;
  at: number;
  start: number;
  end: number;
  /** At a port: it can't be moved out of another's way. */
  fixed: boolean;
}

export class Laid {
  private readonly level = new Map<number, Piece[]>();
  private readonly upright = new Map<number, Piece[]>();

  take(tensor: string, points: readonly Point[]): void {
    pieces(tensor, points).forEach((piece, i) => {
      const bands = i % 2 === 0 ? this.level : this.upright;
      const band = Math.floor(piece.at / BAND);
      const known = bands.get(band);
      if (known) known.push(piece);
      else bands.set(band, [piece]);
    });
  }

  drop(tensor: string, points: readonly Point[]): void {
    pieces(tensor, points).forEach(({ at, start, end }, i) => {
      const own = (i % 2 === 0 ? this.level : this.upright).get(Math.floor(at / BAND)) ?? [];
      const index = own.findIndex(
        (each) => each.tensor === tensor && each.at === at && each.start === start && each.end === end,
      );
      if (index >= 0) own.splice(index, 1);
    });
  }

  /** How often a way crosses wires of other tensors; lying on one that can't move is worse than many crossings. */
  trouble(tensor: string, points: readonly Point[]): number {
    let found = 0;
    pieces(tensor, points).forEach((piece, i) => {
      const [own, other] = i % 2 === 0 ? [this.level, this.upright] : [this.upright, this.level];
      found += (piece.fixed ? STUCK : BESIDE) * lying(piece, own);
      found += crossed(piece, other);
    });
    return found;
  }
}

function pieces(tensor: string, points: readonly Point[]): Piece[] {
  return points.slice(1).map((b, i) => {
    const a = points[i] as Point;
    const [at, from, to] = i % 2 === 0 ? [a.y, a.x, b.x] : [a.x, a.y, b.y];
    const fixed = i % 2 === 0 && (i === 0 || i + 2 === points.length);
    return { tensor, at, start: Math.min(from, to), end: Math.max(from, to), fixed };
  });
}

function crossed(piece: Piece, bands: ReadonlyMap<number, Piece[]>): number {
  const tensors = new Set<string>();
  for (let band = Math.floor(piece.start / BAND); band <= Math.floor(piece.end / BAND); band++) {
    for (const other of bands.get(band) ?? []) {
      if (other.tensor === piece.tensor || other.at <= piece.start || other.at >= piece.end) continue;
      if (piece.at > other.start && piece.at < other.end) tensors.add(other.tensor);
    }
  }
  return tensors.size;
}

/** How many tensors have a piece that the given one would lie on; those that can move mind only such as can. */
function lying(piece: Piece, bands: ReadonlyMap<number, Piece[]>): number {
  const band = Math.floor(piece.at / BAND);
  const tensors = new Set<string>();
  for (const near of [band - 1, band, band + 1]) {
    for (const other of bands.get(near) ?? []) {
      if (other.fixed !== piece.fixed || other.tensor === piece.tensor || Math.abs(other.at - piece.at) >= CLOSE)
        continue;
      if (other.start < piece.end && other.end > piece.start) tensors.add(other.tensor);
    }
  }
  return tensors.size;
}
