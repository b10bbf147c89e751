// The mouse on the painted canvas: what React Flow does with elements, done by place. Pans and the wheel stay React Flow's.
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import { enter } from "../blocks/going";
import { openSearch } from "../canvas/connecting";
import type { LayerFlowNode, WireFlowEdge } from "../canvas/drawing";
import type { Held } from "../canvas/gestures";
import { join } from "../canvas/joining";
import { layerAt } from "../canvas/lookup";
import type { Point } from "../canvas/routing";
import { inLine } from "../canvas/useDrawing";
import { select } from "../canvas/verbs";
import { plan } from "../canvas/wiring";
import { type Surroundings, useSurroundings } from "../context";
import { between, nodeAt, touched, wireAt } from "./find";
import type { Tint } from "./tints";

/** So many pixels of the screen beside a tile it is still hit, beside a wire, before a press is a drag, and of a tile's edge. */
const REACH = { node: 2, wire: 4, drag: 3, edge: 6 };

export interface Drops {
  onNodeDragStart(event: { altKey: boolean }): void;
  onNodeDrag(event: unknown, node: unknown, nodes: LayerFlowNode[]): void;
  onNodeDragStop(event: unknown, node: unknown, nodes: LayerFlowNode[]): void;
}

type ToCanvas = (at: Point) => Point;

interface Drawn {
  nodes: readonly LayerFlowNode[];
  edges: readonly WireFlowEdge[];
  tints: ReadonlyMap<string, Tint>;
}

/** One press until it is let go. */
interface Press {
  /** Called at most once a frame while the mouse is down. */
  move(at: Point, event: MouseEvent): void;
  end(at: Point, event: MouseEvent): void;
  cancel(): void;
}

/** Hears the mouse while the network is painted; mounted with the picture, and gone with it. */
export function useFarHands(canvas: RefObject<HTMLElement | null>, held: Held, drawing: Drawn, drops: Drops): void {
  const around = useSurroundings();
  const flow = useReactFlow();
  const drawn = useRef(drawing);
  drawn.current = drawing;
  const keys = useRef(held);
  keys.current = held;
  useEffect(() => {
    const element = canvas.current;
    const pane = element?.querySelector<HTMLElement>(".react-flow__pane");
    if (!element || !pane) return;
    // Above the root where React listens, which hears a press before the canvas does.
    const shadow = element.getRootNode();
    const at = (event: MouseEvent) => flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, EXACT);
    const toCanvas: ToCanvas = (at) => flow.screenToFlowPosition(at, EXACT);
    const near = (event: MouseEvent) => nodeAt(drawn.current.nodes, at(event), REACH.node / flow.getZoom());
    let press: Press | null = null;
    let frame = 0;

    const down = (event: Event) => {
      if (!(event instanceof PointerEvent)) return;
      // A second finger makes it a pinch, which is the canvas's.
      if (press && event.pointerType === "touch") return cancel();
      if (event.target !== pane || event.button !== 0 || keys.current.space || press) return;
      press = pressAt(event, around, drawn, drops, toCanvas, flow.getZoom(), at(event), keys.current);
      if (!press) return;
      element.focus({ preventScroll: true });
      event.stopPropagation();
    };
    // React Flow hears the mouse as well as the pointer.
    const quiet = (event: Event) => {
      if (press && event.target === pane) event.stopPropagation();
    };
    const follow = (event: PointerEvent) => {
      const node = event.composedPath()[0] === pane ? near(event) : null;
      hover(pane, node, drawn.current.tints);
      pane.style.cursor = !node ? "" : onEdge(node, at(event), flow.getZoom()) ? "crosshair" : "pointer";
    };
    const move = (event: PointerEvent) => {
      if (!press) return follow(event);
      event.stopPropagation();
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => press?.move(at(event), event));
    };
    const up = (event: PointerEvent) => {
      if (!press) return;
      cancelAnimationFrame(frame);
      const ended = press;
      press = null;
      ended.move(at(event), event);
      ended.end(at(event), event);
      // The click that follows would be one on the empty pane.
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, true));
    };
    const cancel = () => {
      cancelAnimationFrame(frame);
      press?.cancel();
      press = null;
    };
    const open = (event: Event) => {
      if (!(event instanceof MouseEvent)) return;
      const node = event.target === pane ? near(event) : null;
      if (!node) return;
      event.stopPropagation();
      const layer = layerAt(around.studio.store.getState().network, node.id);
      if (layer?.network) return enter(around.view, layer.id);
      const { x, y } = node.position;
      const { width, height } = node.data.card;
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      void flow.setCenter(x + width / 2, y + height / 2, { zoom: 1, duration: calm ? 0 : 200 });
    };
    shadow.addEventListener("pointerdown", down, true);
    shadow.addEventListener("mousedown", quiet, true);
    shadow.addEventListener("touchstart", quiet, true);
    shadow.addEventListener("dblclick", open, true);
    window.addEventListener("pointermove", move, true);
    window.addEventListener("pointerup", up, true);
    window.addEventListener("pointercancel", cancel, true);
    return () => {
      cancel();
      hover(pane, null, drawn.current.tints);
      pane.style.cursor = "";
      shadow.removeEventListener("pointerdown", down, true);
      shadow.removeEventListener("mousedown", quiet, true);
      shadow.removeEventListener("touchstart", quiet, true);
      shadow.removeEventListener("dblclick", open, true);
      window.removeEventListener("pointermove", move, true);
      window.removeEventListener("pointerup", up, true);
      window.removeEventListener("pointercancel", cancel, true);
    };
  }, [around, canvas, flow, drops]);
}

const EXACT = { snapToGrid: false };
const swallow = (event: Event) => event.stopPropagation();

function hover(pane: HTMLElement, node: LayerFlowNode | null, tints: ReadonlyMap<string, Tint>): void {
  const title = node ? (tints.get(node.id)?.title ?? node.ariaLabel ?? "") : "";
  if (pane.title !== title) pane.title = title;
}

/** What a press begins: on a node a click or a drag, with Shift a marquee, on a wire a click; null on the empty canvas. */
function pressAt(
  event: PointerEvent,
  around: Surroundings,
  drawn: RefObject<Drawn>,
  drops: Drops,
  toCanvas: ToCanvas,
  zoom: number,
  start: Point,
  { shift, control }: Held,
): Press | null {
  const node = nodeAt(drawn.current.nodes, start, REACH.node / zoom);
  if (node && onEdge(node, start, zoom) && !shift && !control && !event.altKey) {
    return pressEdge(node, around, drawn, toCanvas, zoom, start);
  }
  if (node) return pressNode(node, around, drawn, drops, zoom, start, shift || control, event.altKey);
  if (shift) return pressMarquee(around, drawn, start);
  const wire = wireAt(drawn.current.edges, start, REACH.wire / zoom);
  if (!wire) return null;
  return { move() {}, cancel() {}, end: () => select(around, [], [wire.id]) };
}

/** Whether a place is at a node's right edge, where wires begin. */
function onEdge({ type, position, data }: LayerFlowNode, { x }: Point, zoom: number): boolean {
  const { card } = data;
  const reach = Math.min(REACH.edge / zoom, card.width / 4);
  return type === "layer" && x >= position.x + card.width - reach;
}

/** A press at a node's right edge: a click selects, a drag draws a wire to another node, or to a new layer. */
function pressEdge(
  node: LayerFlowNode,
  around: Surroundings,
  drawn: RefObject<Drawn>,
  toCanvas: ToCanvas,
  zoom: number,
  start: Point,
): Press {
  const { view, studio } = around;
  const end = { node: node.id, output: 0 };
  let drawing = false;
  return {
    move(at) {
      if (!drawing && Math.hypot(at.x - start.x, at.y - start.y) * zoom < REACH.drag) return;
      if (!studio.store.getState().live) return;
      drawing = true;
      view.setState({ reaching: [start, at] });
    },
    end(at, event) {
      view.setState({ reaching: null });
      if (!drawing) return select(around, [node.id]);
      const target = nodeAt(drawn.current.nodes, at, REACH.node / zoom);
      if (!target) return openSearch(around, event, toCanvas, end);
      if (target.id === node.id) return;
      const { network, kinds, report } = studio.store.getState();
      join(around, plan(network, kinds, end, { node: target.id }, null, report.nodes));
    },
    cancel: () => view.setState({ reaching: null }),
  };
}

function pressNode(
  node: LayerFlowNode,
  around: Surroundings,
  drawn: RefObject<Drawn>,
  drops: Drops,
  zoom: number,
  start: Point,
  several: boolean,
  alt: boolean,
): Press {
  const { view, studio } = around;
  let dragging = false;
  let from = new Map<string, Point>();
  const begin = () => {
    dragging = true;
    const { nodes } = view.getState();
    const chosen = nodes.includes(node.id) ? nodes : several ? [...nodes, node.id] : [node.id];
    select(around, chosen);
    const ids = new Set(chosen);
    from = new Map(drawn.current.nodes.flatMap((each) => (ids.has(each.id) ? [[each.id, each.position]] : [])));
    drops.onNodeDragStart({ altKey: alt });
  };
  const dragged = () => drawn.current.nodes.filter((each) => from.has(each.id));
  return {
    move({ x, y }) {
      const by = { x: x - start.x, y: y - start.y };
      if (!dragging && Math.hypot(by.x, by.y) * zoom < REACH.drag) return;
      if (!studio.store.getState().drawable) return;
      if (!dragging) begin();
      const places = new Map([...from].map(([id, place]) => [id, { x: place.x + by.x, y: place.y + by.y }]));
      if (view.getState().cloning) return view.setState({ cloning: places });
      const { places: moving, guides } = view.getState().snaps
        ? inLine(around, places, zoom)
        : { places, guides: { x: null, y: null } };
      view.setState({ moving, guides });
      if (from.size === 1) drops.onNodeDrag(null, null, dragged());
    },
    end() {
      if (dragging) return drops.onNodeDragStop(null, null, dragged());
      const { nodes, edges } = view.getState();
      if (!several) return select(around, [node.id]);
      const rest = nodes.filter((id) => id !== node.id);
      view.setState({ nodes: rest.length < nodes.length ? rest : [...nodes, node.id], edges });
    },
    cancel: () => view.setState({ moving: null, cloning: null, guides: { x: null, y: null }, glow: null }),
  };
}

function pressMarquee({ view }: Surroundings, drawn: RefObject<Drawn>, start: Point): Press {
  const before = view.getState().nodes;
  return {
    move(at) {
      const marquee = between(start, at);
      const nodes = [...new Set([...before, ...touched(drawn.current.nodes, marquee)])];
      view.setState(nodes.length === view.getState().nodes.length ? { marquee } : { marquee, nodes });
    },
    end: () => view.setState({ marquee: null }),
    cancel: () => view.setState({ marquee: null }),
  };
}
