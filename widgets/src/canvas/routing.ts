// The ways of the wires: right angles between ports, round the cards, apart from each other. Knows only rectangles.
import { Labels, labelOf } from "./labelling";
import { Laid } from "./laid";
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

/** With more wires than this, a wire takes the first way round the cards, whatever other wires it crosses. */
const CROWDED = 1000;

/** A way by the two ends alone: for a wire that is being dragged. */
export function simpleRoute(wanted: Wanted): Route {
  const points = wayOf(wanted, new Obstacles(), () => 0);
  return { points, label: labelOf(points) };
}

/** The ways of all wires. The short ones are laid first; those that cross others look once more when all are laid. */
export function routes(all: readonly Wanted[], boxes: readonly Box[]): Map<string, Route> {
  const obstacles = new Obstacles(boxes);
  const pieces = new Laid();
  const crowded = all.length > CROWDED;
  const length = (each: Wanted) => Math.abs(each.to.x - each.from.x) + Math.abs(each.to.y - each.from.y);
  const wayBeside = (wanted: Wanted) =>
    wayOf(wanted, obstacles, (way) => (crowded ? 0 : pieces.trouble(wanted.tensor, way)));
  const laid = [...all]
    .sort((a, b) => length(a) - length(b))
    .map((wanted) => {
      const { id, tensor } = wanted;
      const points = wayBeside(wanted);
      if (!crowded) pieces.take(tensor, points);
      return { id, tensor, points, wanted };
    });
  for (const each of crowded ? [] : laid) {
    if (pieces.trouble(each.tensor, each.points) === 0) continue;
    pieces.drop(each.tensor, each.points);
    each.points = wayBeside(each.wanted);
    pieces.take(each.tensor, each.points);
  }
  spread(laid, obstacles);
  const labels = new Labels();
  return new Map(laid.map(({ id, points }) => [id, { points, label: labels.place(points) }]));
}
