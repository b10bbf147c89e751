// Where the shape of a wire is said: above a short one, on a long one, or below the card that it leaves, where there is no room.
import type { WireData } from "./drawing";
import type { Point } from "./routing";

const SHORT = 120;
/** The ends of a wire within one row are no further apart. */
const LEVEL = 40;

export interface LabelPlace extends Point {
  /** It stands off the wire, and needs no ground of its own. */
  above: boolean;
}

/** `steady` is how many canvas pixels a pixel of type takes; `whole` labels may not be covered by the cards beside. */
export function labelPlace(
  {
    from,
    to,
    points,
    label,
    fromBox,
  }: Pick<WireData, "from" | "to" | "label" | "fromBox"> & { points: readonly Point[] },
  text: string,
  steady: number,
  whole: boolean,
): LabelPlace {
  const width = widthOf(text) * steady;
  if (whole && Math.abs(from.y - to.y) < LEVEL && width > longest(points)) {
    return { x: from.x + 8 - width / 2, y: fromBox.y + fromBox.height + 11 * steady, above: false };
  }
  const straight = points.length === 2 && Math.abs((points[1]?.x ?? 0) - (points[0]?.x ?? 0)) < SHORT;
  return { x: label.x, y: straight ? label.y - 11 : label.y, above: straight };
}

/** About how wide a label is on the screen. */
function widthOf(text: string): number {
  return 6.5 * text.replaceAll("!", "").length + 8;
}

/** The length of the longest level piece, where the label stands. */
function longest(points: readonly Point[]): number {
  const pieces = points.slice(1).map((point, i) => {
    const before = points[i] ?? point;
    return Math.abs(before.y - point.y) < 0.01 ? Math.abs(before.x - point.x) : 0;
  });
  return Math.max(0, ...pieces);
}
