// What the wires want of their ways, and what they get.
import type { Box } from "./obstacles";

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
  /** From further away the label would lie on another's. */
  close: boolean;
}
