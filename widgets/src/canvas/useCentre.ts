// Brings a node to the middle of the canvas: when another panel asks for it, and when its name is edited from afar.
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useView } from "../context";
import type { LayerFlowNode } from "./drawing";
import { glide } from "./motion";

/** Below it a field in a card can't be read. */
const LEGIBLE = 0.45;

export function useCentre(nodes: RefObject<readonly LayerFlowNode[]>): void {
  const flow = useReactFlow<LayerFlowNode>();
  const centred = useView((state) => state.centred);
  useEffect(() => {
    const node = centred && nodes.current.find((each) => each.id === centred.node);
    if (!node) return;
    const { width, height } = node.data.card;
    const { zoom } = flow.getViewport();
    flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { ...glide(), zoom });
  }, [flow, nodes, centred]);
  const edited = useView((state) => state.renaming ?? state.writing);
  useEffect(() => {
    const node = edited && flow.getZoom() < LEGIBLE && nodes.current.find((each) => each.id === edited);
    if (!node) return;
    const { width, height } = node.data.card;
    // At once: the field has the keys as soon as it is there.
    flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom: 1 });
  }, [flow, nodes, edited]);
}
