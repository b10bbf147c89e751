// What part of a network is seen: at first, on "show the whole network", when the canvas changes its size, and when what was
// arranged or is selected lies out of sight.
import { type Rect, useReactFlow, useStore, useStoreApi, type Viewport, type XYPosition } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useSurroundings, useView } from "../context";
import { FEW } from "../far/level";
import type { ViewState } from "../view";
import type { LayerFlowNode } from "./drawing";
import { glide } from "./motion";
import { boundsOf, leaves, liesUnder, type Over, rearranged, wholeSight } from "./sight";
import { useCentre } from "./useCentre";

/** A network more than so many canvases wide would be unreadable as a whole; it opens at its beginning. */
const WIDEST = 2.2;
const EDGE = 16;

/** Keeps what matters in sight; gives the verb that shows the whole network. */
export function useSight(nodes: readonly LayerFlowNode[]): () => void {
  const { view } = useSurroundings();
  const flow = useReactFlow<LayerFlowNode>();
  const store = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const newest = useRef(nodes);
  newest.current = nodes;
  const before = useRef<ReadonlyMap<string, XYPosition> | null>(null);
  /** The sight of the whole, as long as no hand has moved the canvas. */
  const whole = useRef<Viewport | null>(null);
  const sized = width > 0 && height > 0;

  const showWhole = useCallback(
    (gliding = true) => {
      const all = newest.current;
      if (all.length === 0) return;
      whole.current = wholeSight(all, store.getState(), over(view.getState()));
      flow.setViewport(whole.current, gliding && all.length <= FEW ? glide() : undefined);
    },
    [flow, store, view],
  );

  // The size first: a network that comes with it is placed by the effect below.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size asks for another sight.
  useEffect(() => {
    if (whole.current && same(whole.current, flow.getViewport())) showWhole(false);
  }, [flow, showWhole, width, height]);

  useEffect(() => {
    if (!sized) return;
    const known = before.current;
    before.current = new Map(nodes.map(({ id, position }) => [id, position]));
    const { path, sights } = view.getState();
    const screen = store.getState();
    const left = sights.get(path.join("/"));
    if (!known && left && nodes.length > 0) {
      flow.setViewport(left);
      return;
    }
    if (known && rearranged(known, nodes)) {
      const sight = flow.getViewport();
      if (leaves(nodes, sight, screen, EDGE) || liesUnder(nodes, sight, cornersOf(screen.domNode))) showWhole();
      return;
    }
    if (nodes.length === 0 || (known && (nodes.length < 2 || nodes.some((node) => known.has(node.id))))) return;
    const bounds = boundsOf(nodes);
    if (bounds.width <= screen.width * WIDEST) {
      whole.current = wholeSight(nodes, screen, over(view.getState()));
      flow.setViewport(whole.current);
    } else {
      const first = nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
      flow.setViewport({ x: 40 - bounds.x, y: screen.height / 3 - first.position.y, zoom: 1 });
    }
  }, [flow, store, view, nodes, sized, showWhole]);

  // Each network is seen again as it was left.
  useEffect(() => {
    const { path, sights } = view.getState();
    return store.subscribe(({ transform: [x, y, zoom], width: wide }) => {
      if (wide > 0 && before.current) sights.set(path.join("/"), { x, y, zoom });
    });
  }, [store, view]);

  useReveal(newest);
  useCentre(newest);
  return showWhole;
}

/** Moves the canvas to the one node that is selected, or that a key has taken in last, when its middle is out of sight, or a panel has come over it. */
function useReveal(nodes: RefObject<readonly LayerFlowNode[]>): void {
  const flow = useReactFlow<LayerFlowNode>();
  const store = useStoreApi();
  const only = useView(({ nodes, reached }) =>
    nodes.length === 1 ? (nodes[0] ?? null) : nodes.includes(reached ?? "") ? reached : null,
  );
  const size = useStore((state) => `${state.width} ${state.height}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas of another size shows other nodes.
  useEffect(() => {
    const node = only ? nodes.current.find((each) => each.id === only) : undefined;
    const { width, height } = store.getState();
    if (!node || width === 0) return;
    const { x, y, zoom } = flow.getViewport();
    const { card } = node.data;
    const by = {
      x: nudge(node.position.x * zoom + x, card.width * zoom, width),
      y: nudge(node.position.y * zoom + y, card.height * zoom, height),
    };
    if (by.x !== 0 || by.y !== 0) flow.setViewport({ x: x + by.x, y: y + by.y, zoom }, glide());
  }, [flow, store, nodes, only, size]);
}

/** How far a stretch must move to lie within the room; nothing while its middle does. */
function nudge(from: number, length: number, room: number): number {
  const middle = from + length / 2;
  if (middle >= 0 && middle <= room) return 0;
  return middle < 0 ? EDGE - from : room - EDGE - from - length;
}

function over({ path, map }: Pick<ViewState, "path" | "map">): Over {
  return { crumbs: path.length > 0, map };
}

/** What lies in the corners of the canvas, in pixels from its own corner. */
function cornersOf(canvas: HTMLElement | null): Rect[] {
  if (!canvas) return [];
  const { left, top } = canvas.getBoundingClientRect();
  return [...canvas.querySelectorAll(".react-flow__panel > *")].map((corner) => {
    const box = corner.getBoundingClientRect();
    return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
  });
}

function same(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && Math.abs(a.zoom - b.zoom) < 1e-4;
}
