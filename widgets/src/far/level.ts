// When a network is painted on one canvas instead of being made of elements.
import { useStore, useStoreApi } from "@xyflow/react";
import { useLayoutEffect } from "react";

/** Elements of so few nodes are quick at every zoom, and let wires be drawn at every zoom. */
export const FEW = 150;
/** Below it a card is a tile that has no room for ports. */
const SMALL = 0.35;

export function isPainted(nodes: number, zoom: number): boolean {
  return nodes > FEW && zoom < SMALL;
}

/** Whether it is painted now. React Flow lets go of its nodes before it would make all that come into sight at once. */
export function usePainted(nodes: number): boolean {
  const store = useStoreApi();
  useLayoutEffect(
    () =>
      store.subscribe((now, before) => {
        if (isPainted(nodes, before.transform[2]) || !isPainted(nodes, now.transform[2])) return;
        now.setNodes([]);
        now.setEdges([]);
      }),
    [store, nodes],
  );
  return useStore((state) => isPainted(nodes, state.transform[2]));
}
