// A network as a card of the gallery shows it: boxes where its nodes are, wires routed as on the canvas.
import { CARD_WIDTH, PLAIN } from "../canvas/geometry";
import { type Box, type Point, routes } from "../canvas/routing";
import type { Sketch } from "../messages";

const MARGIN = 40;

export interface Drawn {
  boxes: (Box & { group: string })[];
  wires: Point[][];
  /** What holds all of it, with a margin. */
  frame: Box;
}

export function drawn({ nodes, edges }: Sketch): Drawn {
  const boxes = nodes.map(({ x, y, group }) => ({ x, y, width: CARD_WIDTH, height: PLAIN, group }));
  const wanted = edges.flatMap(([source, target], i) => {
    const [from, to] = [boxes[source], boxes[target]];
    if (!from || !to) return [];
    const ends = { from: { x: from.x + from.width, y: middle(from) }, to: { x: to.x, y: middle(to) } };
    return [{ id: `${i}`, tensor: `${source}`, fromBox: from, toBox: to, ...ends }];
  });
  const wires = [...routes(wanted, boxes).values()].map((route) => route.points);
  return { boxes, wires, frame: around([...boxes.flatMap(corners), ...wires.flat()]) };
}

const middle = (box: Box): number => box.y + box.height / 2;
const corners = ({ x, y, width, height }: Box): Point[] => [
  { x, y },
  { x: x + width, y: y + height },
];

function around(points: readonly Point[]): Box {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return { x: left, y: top, width: Math.max(...xs) + MARGIN - left, height: Math.max(...ys) + MARGIN - top };
}
