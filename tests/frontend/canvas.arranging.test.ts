// Lining up, spreading and snapping; and ways along the wires.
import { aligned, distributed } from "../../widgets/src/canvas/arranging";
import type { Box } from "../../widgets/src/canvas/snapping";
import { snapped } from "../../widgets/src/canvas/snapping";
import { beside } from "../../widgets/src/canvas/steering";
import { CHAIN, edge } from "./samples";

const box = (id: string, x: number, y: number, width = 154, height = 66): Box => ({ id, x, y, width, height });
const BOXES = [box("a", 0, 0), box("b", 300, 40), box("c", 900, 10, 154, 139)];
const xs = (places: Map<string, { x: number; y: number }>) => [...places.values()].map(({ x }) => x);
const ys = (places: Map<string, { x: number; y: number }>) => [...places.values()].map(({ y }) => y);

test("boxes are lined up at an edge or by their middles, and keep their other coordinate", () => {
  expect(ys(aligned(BOXES, "top"))).toEqual([0, 0, 0]);
  expect(ys(aligned(BOXES, "bottom"))).toEqual([149 - 66, 149 - 66, 149 - 139]);
  expect(ys(aligned(BOXES, "middle"))).toEqual([74.5 - 33, 74.5 - 33, 74.5 - 69.5]);
  expect(xs(aligned(BOXES, "right"))).toEqual([900, 900, 900]);
  expect(xs(aligned(BOXES, "middle"))).toEqual([0, 300, 900]);
});

test("spreading leaves equal gaps between the first and the last", () => {
  expect(xs(distributed(BOXES, "x"))).toEqual([0, 450, 900]);
  expect(distributed(BOXES.slice(1), "x").size).toBe(0);
});

test("a box near a line of another comes to rest in it, and one further off does not", () => {
  const others = [box("a", 0, 0)];
  expect(snapped(box("m", 300, 4), others, 5)).toEqual({ place: { x: 300, y: 0 }, guides: { x: null, y: 0 } });
  expect(snapped(box("m", 300, 12), others, 5)).toEqual({ place: { x: 300, y: 12 }, guides: { x: null, y: null } });
  expect(snapped(box("m", 3, 300), others, 5)).toEqual({ place: { x: 0, y: 300 }, guides: { x: 0, y: null } });
});

test("keys lead along the wires, and among the nodes beside", () => {
  const forked = {
    ...CHAIN,
    nodes: CHAIN.nodes.map((node, i) => ({ ...node, x: 224 * Math.min(i, 2), y: i === 3 ? 200 : 0 })),
    edges: [edge("image", "a"), edge("a", "b"), edge("a", "sum")],
  };
  const [first, a, b, last] = forked.nodes.map((node) => node.id) as [string, string, string, string];
  expect(beside(forked, first, "right")).toBe(a);
  expect(beside(forked, a, "right")).toBe(b);
  expect(beside(forked, b, "down")).toBe(last);
  expect(beside(forked, last, "up")).toBe(b);
  expect(beside(forked, last, "left")).toBe(a);
  expect(beside(forked, first, "left")).toBe(null);
});
