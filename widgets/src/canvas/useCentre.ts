// Brings a node to the middle of the canvas when another panel asks for it.
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useView } from "../context";
import type { LayerFlowNode } from "./drawing";
import { glide } from "./motion";

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
}
