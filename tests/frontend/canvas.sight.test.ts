import type { LayerFlowNode } from "../../widgets/src/canvas/drawing";
import { card } from "../../widgets/src/canvas/geometry";
import { boundsOf, leaves, liesUnder, needsMap, wholeSight } from "../../widgets/src/canvas/sight";

const SCREEN = { width: 800, height: 420 };
const OVER = { crumbs: false, map: true };

function row(count: number, pictured = false): LayerFlowNode[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    type: "layer",
    position: { x: 224 * i, y: 10 },
    data: { card: card(undefined, [], pictured) },
  }));
}

test("the bounds keep room for thumbnails that are still to come", () => {
  expect(boundsOf(row(3))).toEqual({ x: 0, y: 10, width: 602, height: 139 });
  expect(boundsOf(row(3, true))).toEqual(boundsOf(row(3)));
  expect(boundsOf([])).toEqual({ x: 0, y: 0, width: 0, height: 0 });
});

test("the whole network is shown no larger than life, above the zoom bar", () => {
  for (const count of [1, 4, 9, 40]) {
    const nodes = row(count, true);
    const { x, y, zoom } = wholeSight(nodes, SCREEN, OVER);
    const { x: left, y: top, width, height } = boundsOf(nodes);
    expect(zoom).toBeLessThanOrEqual(1);
    if (count < 40) expect(left * zoom + x).toBeGreaterThanOrEqual(36);
    if (count < 40) expect((left + width) * zoom + x).toBeLessThanOrEqual(SCREEN.width - 36 + 1e-6);
    expect((top + height) * zoom + y).toBeLessThanOrEqual(SCREEN.height - 60);
  }
});

test("what touches the edge of the canvas is in sight, and not where an arranged drawing is left", () => {
  const few = row(3);
  const glued = { x: 0, y: -10, zoom: 1 };
  expect(leaves(few, glued, SCREEN)).toBe(false);
  expect(leaves(few, glued, SCREEN, 16)).toBe(true);
  expect(leaves(few, wholeSight(few, SCREEN, OVER), SCREEN, 16)).toBe(false);
});

test("a map helps where nodes are many or out of sight", () => {
  const few = row(4);
  expect(needsMap(few, wholeSight(few, SCREEN, OVER), SCREEN)).toBe(false);
  expect(needsMap(few, { x: 0, y: 0, zoom: 1 }, SCREEN)).toBe(true);
  expect(needsMap(few, { x: -10, y: 0, zoom: 0.5 }, SCREEN)).toBe(true);
  const many = row(13);
  expect(needsMap(many, wholeSight(many, SCREEN, OVER), SCREEN)).toBe(true);
});

test("the whole network is shown above the map as far as there is one", () => {
  const many = Array.from({ length: 13 }, (_, i) => ({ ...row(1)[0], id: `n${i}`, position: { x: 0, y: 200 * i } }));
  const room = (map: boolean, screen = SCREEN) => {
    const { y, zoom } = wholeSight(many as LayerFlowNode[], screen, { crumbs: false, map });
    const { y: top, height } = boundsOf(many as LayerFlowNode[]);
    return Math.round(screen.height - (top + height) * zoom - y);
  };
  expect([room(true), room(false), room(true, { width: 500, height: 420 })]).toEqual([86, 60, 60]);
});

test("a card lies under a corner as soon as they share a pixel", () => {
  const nodes = row(2);
  const sight = { x: 100, y: 0, zoom: 0.5 };
  const corner = { x: 0, y: 37, width: 420, height: 58 };
  expect(liesUnder(nodes, sight, [corner])).toBe(true);
  expect(liesUnder(nodes, sight, [{ ...corner, y: 39 }])).toBe(false);
  expect(liesUnder(nodes, sight, [{ ...corner, width: 99 }])).toBe(false);
  expect(liesUnder(nodes, sight, [])).toBe(false);
});
