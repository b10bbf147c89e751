// What part of a network is seen: the whole of it beside the corners of the canvas, and whether it is in view.
import { getViewportForBounds, type Rect, type Viewport, type XYPosition } from "@xyflow/react";
import type { LayerFlowNode } from "./drawing";
import { PICTURED, PLAIN } from "./geometry";
import { LEAST_ZOOM } from "./gestures";

/** Up to so many nodes are found without a map. */
const FEW = 12;
const MARGIN = { top: "24px", right: "36px", left: "36px" } as const;
/** The caption and the zoom bar in the corner, the map in the other one, and the way out of a block stay clear of the cards. */
const CORNERS = { bar: "60px", map: "86px", crumbs: "48px" } as const;
/** A smaller canvas has no room for a map. */
const MAPPED = { width: 520, height: 260 };

export interface Screen {
  width: number;
  height: number;
}

/** What stands over the drawing, besides the caption and the zoom bar. */
export interface Over {
  crumbs: boolean;
  /** Whether the map is shown where it helps. */
  map: boolean;
}

/** The nodes' bounds once their cards have grown thumbnails, so that pressing play pushes nothing out of sight. */
export function boundsOf(nodes: readonly LayerFlowNode[]): Rect {
  if (nodes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const bare = nodes.every((node) => node.data.card.picture === null);
  const left = Math.min(...nodes.map((node) => node.position.x));
  const top = Math.min(...nodes.map((node) => node.position.y));
  const right = Math.max(...nodes.map((node) => node.position.x + node.data.card.width));
  const bottom = Math.max(...nodes.map((node) => node.position.y + node.data.card.height));
  return { x: left, y: top, width: right - left, height: bottom - top + (bare ? PICTURED - PLAIN : 0) };
}

/** The viewport that shows the whole network, never larger than life. */
export function wholeSight(nodes: readonly LayerFlowNode[], { width, height }: Screen, over: Over): Viewport {
  const seen = { width: width / LEAST_ZOOM, height: height / LEAST_ZOOM };
  const mapped = over.map && nodes.length > FEW && hasRoomForMap({ width, height });
  const bottom = mapped ? CORNERS.map : CORNERS.bar;
  return getViewportForBounds(boundsOf(together(nodes, seen)), width, height, LEAST_ZOOM, 1, {
    ...MARGIN,
    bottom,
    top: over.crumbs ? CORNERS.crumbs : MARGIN.top,
  });
}

/** The nodes; where one screen can't show them all, those around their middle, so that no stray one empties the screen. */
function together(nodes: readonly LayerFlowNode[], seen: Screen): readonly LayerFlowNode[] {
  const whole = boundsOf(nodes);
  if (whole.width <= seen.width && whole.height <= seen.height) return nodes;
  const [x, y] = [median(nodes.map(({ position }) => position.x)), median(nodes.map(({ position }) => position.y))];
  const near = nodes.filter(
    ({ position }) => Math.abs(position.x - x) < seen.width / 2 && Math.abs(position.y - y) < seen.height / 2,
  );
  return near.length > 0 ? near : nodes.slice(0, 1);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

export function hasRoomForMap({ width, height }: Screen): boolean {
  return width > MAPPED.width && height > MAPPED.height;
}

/** Whether a map helps: there are many nodes, or some of them are out of sight. */
export function needsMap(nodes: readonly LayerFlowNode[], viewport: Viewport, screen: Screen): boolean {
  return nodes.length > FEW || leaves(nodes, viewport, screen);
}

/** Whether some nodes are not wholly in sight, or nearer to the edge of the canvas than so many pixels. */
export function leaves(nodes: readonly LayerFlowNode[], viewport: Viewport, screen: Screen, edge = 0): boolean {
  return nodes.some((node) => {
    const { x, y, width, height } = seenAt(node, viewport);
    return x < edge || y < edge || x + width > screen.width - edge || y + height > screen.height - edge;
  });
}

/** Whether some nodes lie under one of these boxes on the screen. */
export function liesUnder(nodes: readonly LayerFlowNode[], viewport: Viewport, boxes: readonly Rect[]): boolean {
  return nodes.some((node) => {
    const seen = seenAt(node, viewport);
    return boxes.some((box) => overlaps(seen, box));
  });
}

/** Where a node's card is on the screen. */
function seenAt({ position, data: { card } }: LayerFlowNode, { x, y, zoom }: Viewport): Rect {
  return {
    x: position.x * zoom + x,
    y: position.y * zoom + y,
    width: card.width * zoom,
    height: card.height * zoom,
  };
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether most nodes have changed places, and not all by one way as in a drag: they were arranged, or it was undone. */
export function rearranged(before: ReadonlyMap<string, XYPosition>, nodes: readonly LayerFlowNode[]): boolean {
  if (nodes.length < 2 || nodes.length !== before.size) return false;
  const ways: string[] = [];
  for (const { id, position } of nodes) {
    const last = before.get(id);
    if (!last) return false;
    const way = [position.x - last.x, position.y - last.y];
    if (way[0] !== 0 || way[1] !== 0) ways.push(way.join());
  }
  return ways.length > nodes.length / 2 && new Set(ways).size > 1;
}
