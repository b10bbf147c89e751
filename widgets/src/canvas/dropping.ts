// Drops on the canvas: a kind from the palette, or a loose node on a wire.
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useMemo } from "react";
import { kindOf } from "../blocks/kinds";
import { type Surroundings, useSurroundings } from "../context";
import type { Edge, Edit } from "../messages";
import { copied, pasted } from "./clipboard";
import { freePlace } from "./creating";
import type { LayerFlowNode, WireFlowEdge } from "./drawing";
import { CARD_WIDTH, card } from "./geometry";
import { layerAt } from "./lookup";
import { distanceTo } from "./paths";
import { showsPictures } from "./shown";
import { NO_GUIDES } from "./snapping";
import { batch, insertOn, isLoose, moveOf, place, select } from "./verbs";
import { freeInlet, rewire } from "./wiring";

const NEAR = 16;

interface Point {
  x: number;
  y: number;
}

function wireAt(wires: readonly WireFlowEdge[], at: Point): WireFlowEdge | null {
  let best: WireFlowEdge | null = null;
  let least = NEAR;
  for (const wire of wires) {
    const far = wire.data ? distanceTo(wire.data.points, at) : Number.POSITIVE_INFINITY;
    if (far < least) {
      least = far;
      best = wire;
    }
  }
  return best;
}

/** Follows a kind that is dragged from the palette: the wire below glows, and the drop puts the kind there. */
export function useDropping(canvas: RefObject<HTMLElement | null>, wires: RefObject<readonly WireFlowEdge[]>): void {
  const around = useSurroundings();
  const flow = useReactFlow<LayerFlowNode, WireFlowEdge>();
  useEffect(() => {
    const { view } = around;
    return view.subscribe((now, before) => {
      if (now.placing === before.placing) return;
      const { placing } = now;
      if (placing) {
        const wire = over(canvas.current, placing) ? wireAt(wires.current, flow.screenToFlowPosition(placing)) : null;
        if (now.glow !== (wire?.id ?? null)) view.setState({ glow: wire?.id ?? null });
      } else if (now.glow) view.setState({ glow: null });
    });
  }, [around, canvas, flow, wires]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const drop = (event: Event) => {
      const { kind, x, y } = (event as CustomEvent<Dropped>).detail;
      if (!over(element, { x, y })) return;
      const at = flow.screenToFlowPosition({ x, y });
      const wire = wireAt(wires.current, at);
      const corner = { x: at.x - CARD_WIDTH / 2, y: at.y - 33 };
      if (wire?.data) insertOn(around, kind, wire.data.edge, corner);
      else place(around, kind, corner);
      element.focus({ preventScroll: true });
    };
    around.root.addEventListener(DROP, drop);
    return () => around.root.removeEventListener(DROP, drop);
  }, [around, canvas, flow, wires]);
}

interface Dropped {
  kind: string;
  x: number;
  y: number;
}

const DROP = "palette-drop";

/** Says that a kind was let go at a point of the window. */
export function dropKind(root: HTMLElement, dropped: Dropped): void {
  root.dispatchEvent(new CustomEvent(DROP, { detail: dropped }));
}

/** Whether a point of the window is on the canvas, and not on a panel before it or beside. */
function over(element: HTMLElement | null, { x, y }: Point): boolean {
  if (!element) return false;
  const shadow = element.getRootNode() as Document | ShadowRoot;
  return element.contains(shadow.elementFromPoint(x, y));
}

/** The end of a drag: one move for all that was dragged; a loose node dropped on a wire is put into it. */
export function useNodeDrops(wires: RefObject<readonly WireFlowEdge[]>) {
  const around = useSurroundings();
  return useMemo(() => {
    const target = (nodes: readonly LayerFlowNode[]): WireFlowEdge | null => {
      const [only] = nodes;
      if (!only || nodes.length > 1 || !isLoose(around, only.id)) return null;
      const { width, height } = only.data.card;
      const middle = { x: only.position.x + width / 2, y: only.position.y + height / 2 };
      return wireAt(wires.current, middle);
    };
    const start = (event: { altKey: boolean }) => {
      if (event.altKey) around.view.setState({ cloning: new Map() });
    };
    const stop = (_event: unknown, _node: unknown, nodes: LayerFlowNode[]) => {
      const { moving, cloning } = around.view.getState();
      around.view.setState({ cloning: null, guides: NO_GUIDES });
      if (cloning) {
        cloneTo(around, cloning);
        return;
      }
      const move = moving && moveOf(around, moving);
      if (move) around.studio.edit(withInsertion(around, move, nodes[0]?.id, target(nodes)?.data?.edge));
      around.view.setState({ moving: null, glow: null });
    };
    return {
      onNodeDragStart: start,
      onSelectionDragStart: start,
      onNodeDrag(_event: unknown, _node: unknown, nodes: LayerFlowNode[]) {
        const glow = around.view.getState().cloning ? null : (target(nodes)?.id ?? null);
        if (around.view.getState().glow !== glow) around.view.setState({ glow });
      },
      onNodeDragStop: stop,
      onSelectionDragStop: (event: unknown, nodes: LayerFlowNode[]) => stop(event, null, nodes),
    };
  }, [around, wires]);
}

/** Copies of nodes at the places they were dragged to. */
function cloneTo(around: Surroundings, places: ReadonlyMap<string, Point>): void {
  if (places.size === 0) return;
  const { network } = around.studio.store.getState();
  const at = [...places.values()];
  const corner = { x: Math.min(...at.map((place) => place.x)), y: Math.min(...at.map((place) => place.y)) };
  const { edit, nodes } = pasted(copied(network, [...places.keys()]), network, corner);
  if (around.studio.edit(edit)) select(around, nodes);
}

function withInsertion({ studio }: Surroundings, move: Edit, node?: string, edge?: Edge): Edit {
  if (!node || !edge) return move;
  const { network, kinds } = studio.store.getState();
  const kind = kindOf(kinds, layerAt(network, node));
  const inlet = freeInlet(kind, []);
  if (!inlet || kind?.outputs === 0) return move;
  return batch([move, ...rewire(edge, node, inlet)], "Insert");
}

/** Where a kind goes that is added without a place: the middle of what is seen, where it covers nothing. */
export function usePlaceInView(): (kind: string) => Point {
  const around = useSurroundings();
  const flow = useReactFlow();
  return (kind) => {
    const state = around.studio.store.getState();
    const box = around.root.querySelector(".canvas")?.getBoundingClientRect();
    const middle = { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 };
    const at = flow.screenToFlowPosition(middle);
    const { height } = card(state.kinds[kind], [], showsPictures(state));
    return freePlace(state.network, { x: at.x - CARD_WIDTH / 2, y: at.y - height / 2 }, height);
  };
}
