// What part of a network is seen at first: when the canvas opens, and when another network takes the place of this one.
import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { LayerFlowNode } from "./drawing";
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
    if (bounds.width <= width * WIDEST) flow.fitView(FIT);
    else {
      const first = nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
      flow.setViewport({ x: 40 - bounds.x, y: height / 3 - first.position.y, zoom: 1 });
    }
  }, [flow, nodes, sized, width, height]);
}
