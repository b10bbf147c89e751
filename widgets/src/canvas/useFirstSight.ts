// What part of a network is seen at first: when the canvas opens, and when another network takes the place of this one.
import { getViewportForBounds, type Rect, useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { LayerFlowNode } from "./drawing";
import { PICTURED, PLAIN } from "./geometry";
import { FIT } from "./gestures";

/** A network more than so many canvases wide would be unreadable as a whole; it opens at its beginning. */
const WIDEST = 2.2;

export function useFirstSight(nodes: readonly LayerFlowNode[]): void {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const before = useRef<ReadonlySet<string> | null>(null);
  const sized = width > 0 && height > 0;
  useEffect(() => {
    if (!sized) return;
    const known = before.current;
    before.current = new Set(nodes.map((node) => node.id));
    if (nodes.length === 0 || (known && (nodes.length < 2 || nodes.some((node) => known.has(node.id))))) return;
    const bounds = flow.getNodesBounds([...nodes]);
    if (bounds.width <= width * WIDEST) {
      const whole = withPictures(bounds, nodes);
      flow.setViewport(getViewportForBounds(whole, width, height, FIT.minZoom, FIT.maxZoom, FIT.padding));
    } else {
      const first = nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
      flow.setViewport({ x: 40 - bounds.x, y: height / 3 - first.position.y, zoom: 1 });
    }
  }, [flow, nodes, sized, width, height]);
}

/** The bounds once cards have grown their thumbnails, so that pressing play pushes nothing out of sight. */
function withPictures(bounds: Rect, nodes: readonly LayerFlowNode[]): Rect {
  const bare = nodes.every((node) => node.data.card.picture === null);
  return bare ? { ...bounds, height: bounds.height + PICTURED - PLAIN } : bounds;
}
