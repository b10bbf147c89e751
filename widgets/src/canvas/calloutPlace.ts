// Where a callout stands: beside its node and never over it, inside the canvas, over as few others as can be. Knows only rectangles.
import type { Box, Point } from "./routing";

export type Side = "above" | "below" | "right" | "left";

export interface Room {
  width: number;
  height: number;
  /** What is taken at the top, by the way out of a block. */
  top: number;
}

export interface Standing {
  side: Side;
  x: number;
  y: number;
  width: number;
  /** Less than it wishes where the canvas is low: then it scrolls. */
  height: number;
  /** From the callout to the badge. */
  leader: Point[];
}

export const WIDTH = 352;
const LEAST = { width: 240, height: 76 };
const GAP = 26;
const MARGIN = 8;
/** The badge stands out of the card's corner by so much. */
const BADGE = 11;

/** The best place, in pixels of the canvas; null where there is none, or the node's badge is out of sight. */
export function standing(
  node: Box,
  wish: { width: number; height: number },
  room: Room,
  others: readonly Box[],
  last: Side | null = null,
  /** Where the node itself would be once the problem is cured. */
  soon: Box | null = null,
): Standing | null {
  const badge = { x: node.x + node.width, y: node.y };
  if (badge.x < 0 || badge.x > room.width || badge.y < room.top || badge.y > room.height) return null;
  const clear = (place: Place) => !soon || overlap(place, soon) === 0;
  const fitting = SIDES.flatMap((side) => at(side, node, badge, wish, room)).filter(clear);
  const all = fitting.length > 0 ? fitting : squeezed(node, badge, wish, room);
  let best: Place | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const place of all) {
    const covered = others.reduce((sum, other) => sum + overlap(place, other), 0);
    const cost = covered + 300 * SIDES.indexOf(place.side) + 6 * place.far + (place.side === last ? 0 : 1200);
    if (cost < least) [best, least] = [place, cost];
  }
  return best && { ...best, leader: leaderTo(best, node) };
}

const SIDES: readonly Side[] = ["above", "below", "right", "left"];

interface Place extends Box {
  side: Side;
  /** How far the place is from the nearest one on its side. */
  far: number;
}

function at(side: Side, node: Box, badge: Point, { width, height }: Box2, room: Room): Place[] {
  const [low, high] = [MARGIN, room.width - MARGIN - width];
  const [top, bottom] = [room.top + MARGIN, room.height - MARGIN - height];
  if (high < low || bottom < top) return [];
  const places = (xs: number[], ys: number[]) =>
    xs.flatMap((x) =>
      ys.map((y) => ({ side, x, y, width, height, far: Math.abs(x - (xs[0] ?? x)) + Math.abs(y - (ys[0] ?? y)) })),
    );
  if (side === "above" || side === "below") {
    const y = side === "above" ? node.y - BADGE - GAP - height : node.y + node.height + GAP;
    if (side === "above" ? y < top : y > bottom) return [];
    const wishes = [badge.x - width / 3, badge.x - width / 2, badge.x - width + 40, badge.x - 40];
    const further = side === "above" ? [y, (y + top) / 2, top] : [y, (y + bottom) / 2, bottom];
    return places(
      wishes.map((x) => clamped(x, low, high)),
      further,
    );
  }
  const x = side === "right" ? badge.x + BADGE + GAP : node.x - GAP - width;
  if (side === "right" ? x > high : x < low) return [];
  const wishes = [badge.y - 24, badge.y - height / 2, badge.y - height + 24, top, bottom];
  return places(
    [x],
    wishes.map((y) => clamped(y, top, bottom)),
  );
}

type Box2 = Pick<Box, "width" | "height">;

/** Where nothing fits as it is: the side with the most room, narrower or lower. */
function squeezed(node: Box, badge: Point, wish: Box2, room: Room): Place[] {
  const above = node.y - BADGE - GAP - room.top - MARGIN;
  const below = room.height - MARGIN - node.y - node.height - GAP;
  const right = room.width - MARGIN - badge.x - BADGE - GAP;
  const left = node.x - GAP - MARGIN;
  const width = Math.min(wish.width, room.width - 2 * MARGIN);
  const tall = room.height - room.top - 2 * MARGIN;
  const sizes: Record<Side, Box2> = {
    above: { width, height: Math.min(wish.height, above) },
    below: { width, height: Math.min(wish.height, below) },
    right: { width: Math.min(wish.width, right), height: Math.min(wish.height * 1.6, tall) },
    left: { width: Math.min(wish.width, left), height: Math.min(wish.height * 1.6, tall) },
  };
  return SIDES.flatMap((side) => {
    const size = sizes[side];
    if (size.width < LEAST.width || size.height < LEAST.height) return [];
    return at(side, node, badge, size, room);
  });
}

/** Right angles from the callout's nearest border to the badge, round the card. */
export function leaderTo(place: Box & { side: Side }, node: Box): Point[] {
  const badge = { x: node.x + node.width, y: node.y };
  const { x, y, width, height } = place;
  const [left, right] = [x + 14, x + width - 14];
  const beside = badge.x + BADGE + 3;
  switch (place.side) {
    case "above":
      return bent({ x: clamped(badge.x, left, right), y: y + height }, { x: badge.x, y: badge.y - BADGE }, "level");
    case "below": {
      const end = { x: badge.x + BADGE, y: badge.y };
      const corner = { x: beside, y: badge.y };
      return [...bent({ x: clamped(beside, left, right), y }, corner, "level"), end];
    }
    case "right":
      return bent({ x, y: clamped(badge.y, y + 14, y + height - 14) }, { x: badge.x + BADGE, y: badge.y }, "upright");
    case "left": {
      const over = badge.y - BADGE - 8;
      const start = { x: x + width, y: clamped(over, y + 14, y + height - 14) };
      return [
        ...bent(start, { x: Math.max(node.x, start.x), y: over }, "upright"),
        { x: badge.x, y: over },
        { x: badge.x, y: badge.y - BADGE },
      ];
    }
  }
}

/** Straight where the two face each other; otherwise with a bend halfway. */
function bent(from: Point, to: Point, bend: "level" | "upright"): Point[] {
  if (from.x === to.x || from.y === to.y) return [from, to];
  if (bend === "level") {
    const y = (from.y + to.y) / 2;
    return [from, { x: from.x, y }, { x: to.x, y }, to];
  }
  const x = (from.x + to.x) / 2;
  return [from, { x, y: from.y }, { x, y: to.y }, to];
}

function clamped(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
