// When a network is painted on one canvas instead of being made of elements.
import { useStore, useStoreApi } from "@xyflow/react";
import { type RefObject, useLayoutEffect } from "react";

/** Elements of so few nodes are quick at every zoom, and let wires be drawn at every zoom. */
export const FEW = 150;
/** Below it a card is a tile that has no room for ports. */
const SMALL = 0.35;

export function isPainted(nodes: number, zoom: number): boolean {
  return nodes > FEW && zoom < SMALL;
}

/** Whether it is painted now. React Flow lets go of its nodes before it would make all that come into sight at once. */
export function usePainted(nodes: number, canvas: RefObject<HTMLElement | null>): boolean {
  const store = useStoreApi();
  useLayoutEffect(
    () =>
      store.subscribe((now, before) => {
        if (isPainted(nodes, before.transform[2]) || !isPainted(nodes, now.transform[2])) return;
        keepFocus(canvas.current);
        now.setNodes([]);
        now.setEdges([]);
      }),
    [store, nodes, canvas],
  );
  return useStore((state) => isPainted(nodes, state.transform[2]));
}

/** What has the focus in a card would take it along: the canvas has it then, and the keys go on. */
function keepFocus(canvas: HTMLElement | null): void {
  const { activeElement } = (canvas?.getRootNode() ?? document) as Document | ShadowRoot;
  if (activeElement?.closest(".react-flow__node, .react-flow__edge, .callout")) canvas?.focus({ preventScroll: true });
}
