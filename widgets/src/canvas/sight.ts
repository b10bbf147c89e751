// What part of a network is seen: the whole of it beside the corners of the canvas, and whether it is in view.
import { getViewportForBounds, type Rect, type Viewport } from "@xyflow/react";
import type { LayerFlowNode } from "./drawing";
import { PICTURED, PLAIN } from "./geometry";
import { LEAST_ZOOM } from "./gestures";

/** Up to so many nodes are found without a map. */
const FEW = 12;
const MARGIN = { top: "24px", right: "36px", left: "36px" } as const;
/** The caption and the zoom bar in the corner, the map in the other one, and the way out of a block stay clear of the cards. */
const CORNERS = { bar: "60px", map: "86px", crumbs: "48px" } as const;

export interface Screen {
  width: number;
  height: number;
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
export function wholeSight(nodes: readonly LayerFlowNode[], { width, height }: Screen, crumbs = false): Viewport {
  const bottom = nodes.length > FEW ? CORNERS.map : CORNERS.bar;
  return getViewportForBounds(boundsOf(nodes), width, height, LEAST_ZOOM, 1, {
    ...MARGIN,
    bottom,
    top: crumbs ? CORNERS.crumbs : MARGIN.top,
  });
}

/** Whether a map helps: there are many nodes, or some of them are out of sight. */
export function needsMap(
  nodes: readonly LayerFlowNode[],
  { x, y, zoom }: Viewport,
  { width, height }: Screen,
): boolean {
  if (nodes.length > FEW) return true;
  return nodes.some(({ position, data }) => {
    const left = position.x * zoom + x;
    const top = position.y * zoom + y;
    const { card } = data;
    return left < 0 || top < 0 || left + card.width * zoom > width || top + card.height * zoom > height;
  });
}
