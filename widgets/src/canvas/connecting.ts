// Drawing a wire: what the pointer is over, what a drop there would do, and why it can't.
import type { FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { useMemo } from "react";
import type { Surroundings } from "../context";
import { useSurroundings } from "../context";
import type { Edge } from "../messages";
import type { End } from "./ends";
import { parseInlet, parseOutlet } from "./geometry";
import { join } from "./joining";
import { hearOutside } from "./outside";
import { unfitting } from "./ranks";
import { off, type Plan, plan, type Target, unreachable } from "./wiring";

type Pointer = { clientX: number; clientY: number };

export function pointerOf(event: MouseEvent | TouchEvent): Pointer {
  if ("clientX" in event) return event;
  const touch = event.changedTouches[0] ?? event.touches[0];
  return { clientX: touch?.clientX ?? 0, clientY: touch?.clientY ?? 0 };
}

function endOf(node: string | null, handle: string | null): End | null {
  if (!node) return null;
  const inlet = parseInlet(handle);
  if (inlet) return { node, ...inlet };
  const output = parseOutlet(handle);
  return output === null ? null : { node, output };
}

/** The node, and the port of it, under a point of the window; null over the empty canvas. */
export function targetAt(root: HTMLElement, { clientX, clientY }: Pointer): Target | null {
  const shadow = root.getRootNode() as Document | ShadowRoot;
  const under = shadow.elementFromPoint(clientX, clientY);
  const node = under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  if (!node) return null;
  const handle = under?.closest<HTMLElement>(".react-flow__handle")?.dataset.handleid;
  return { node, inlet: parseInlet(handle), output: parseOutlet(handle) };
}

/** What a drop does: the port that React Flow found near the pointer counts before the body below it. */
export function planAt(around: Surroundings, end: End, target: Target | null, moved: Edge | null): Plan | null {
  if (!target || (target.node === end.node && !target.inlet && target.output == null)) return null;
  const { network, kinds, report } = around.studio.store.getState();
  return plan(network, kinds, end, target, moved, report.nodes);
}

function nearest(state: FinalConnectionState): Target | null {
  const handle = state.toHandle;
  return handle ? { node: handle.nodeId, inlet: parseInlet(handle.id), output: parseOutlet(handle.id) } : null;
}

/** Whether the pointer is over this view's canvas, and not over a panel or the page. */
function overCanvas(root: HTMLElement, { clientX, clientY }: Pointer): boolean {
  const shadow = root.getRootNode() as Document | ShadowRoot;
  return shadow.elementFromPoint(clientX, clientY)?.closest(".canvas") != null;
}

type ToCanvas = (point: { x: number; y: number }) => { x: number; y: number };

export function useConnecting(toCanvas: ToCanvas) {
  const around = useSurroundings();
  return useMemo(() => {
    let moved: Edge | null = null;
    let deafen = () => {};
    return {
      onConnectStart(_event: MouseEvent | TouchEvent, { nodeId, handleId }: OnConnectStartParams) {
        deafen();
        deafen = hearOutside(around.root);
        const end = endOf(nodeId, handleId);
        if (!end) return;
        const { network, kinds, report } = around.studio.store.getState();
        const unfit = unfitting(network, kinds, report.nodes, end);
        around.view.setState({ connecting: { end, blocked: unreachable(network, end), unfit, moved }, search: null });
      },
      onReconnectStart(_event: unknown, edge: { data?: { edge: Edge } | undefined }) {
        moved = edge.data?.edge ?? null;
      },
      onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
        moved = null;
        deafen();
        const { connecting } = around.view.getState();
        around.view.setState({ connecting: null });
        if (!connecting) return;
        const { end, moved: carried } = connecting;
        const pointer = pointerOf(event);
        const target = nearest(state) ?? targetAt(around.root, pointer);
        const outcome = planAt(around, end, target, carried);
        if (outcome) join(around, outcome);
        else if (!target && carried) around.studio.edit(off(carried));
        else if (!target && overCanvas(around.root, pointer)) openSearch(around, pointer, toCanvas, end);
      },
    };
  }, [around, toCanvas]);
}

export function openSearch(around: Surroundings, pointer: Pointer, toCanvas: ToCanvas, from: End | null): void {
  const box = around.root.getBoundingClientRect();
  around.view.setState({
    search: {
      at: toCanvas({ x: pointer.clientX, y: pointer.clientY }),
      screen: { x: pointer.clientX - box.left, y: pointer.clientY - box.top },
      from,
    },
  });
}
