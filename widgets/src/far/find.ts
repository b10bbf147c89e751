// What lies where on the painted canvas. Everything is in pixels of the drawing.
import type { LayerFlowNode, WireFlowEdge } from "../canvas/drawing";
import { distanceTo } from "../canvas/paths";
import type { Box, Point } from "../canvas/routing";

export function boxOf({ position, data }: LayerFlowNode): Box {
  return { ...position, width: data.card.width, height: data.card.height };
}

/** The node at a point, or the nearest one within reach; a layer before the note that it lies on. */
export function nodeAt(nodes: readonly LayerFlowNode[], at: Point, reach: number): LayerFlowNode | null {
  let best: LayerFlowNode | null = null;
  let least = reach;
  for (const node of nodes) {
    const { x, y, width, height } = boxOf(node);
    const far = Math.hypot(Math.max(x - at.x, 0, at.x - x - width), Math.max(y - at.y, 0, at.y - y - height));
    if (far > least || (node.type === "note" && (far > 0 || best?.type === "layer"))) continue;
    least = far;
    best = node;
  }
  return best;
}

/** The wire that passes a point within reach. */
export function wireAt(wires: readonly WireFlowEdge[], at: Point, reach: number): WireFlowEdge | null {
  let best: WireFlowEdge | null = null;
  let least = reach;
  for (const wire of wires) {
    const far = wire.data ? distanceTo(wire.data.points, at) : Number.POSITIVE_INFINITY;
    if (far >= least) continue;
    least = far;
    best = wire;
  }
  return best;
}

/** The box between two points. */
export function between(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** The ids of nodes that a box touches. */
export function touched(nodes: readonly LayerFlowNode[], { x, y, width, height }: Box): string[] {
  return nodes.flatMap((node) => {
    const own = boxOf(node);
    const inside = own.x < x + width && own.x + own.width > x && own.y < y + height && own.y + own.height > y;
    return inside ? [node.id] : [];
  });
}
