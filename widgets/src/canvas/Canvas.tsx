// The canvas: React Flow under our own rules for wheel, keys and drops.
import { Background, BackgroundVariant, ReactFlow, SelectionMode, useReactFlow, useStore } from "@xyflow/react";
import { useCallback, useMemo, useRef } from "react";
import * as blocks from "../blocks/verbs";
import { CommandPalette } from "../commands/CommandPalette";
import { useStudio, useSurroundings, useView } from "../context";
import { Far } from "../far/Far";
import { isPainted, usePainted } from "../far/level";
import { FileDrop } from "../files/FileDrop";
import { NoteNode } from "../notes/NoteNode";
import { UnitWires } from "../plane/UnitWires";
import { DifferenceLegend, RemovedLayers } from "../runs/DifferenceLegend";
import { Search } from "../search/Search";
import { counted } from "../ui/format";
import { Announcer } from "./Announcer";
import { Callout } from "./Callout";
import { ConnectionLine } from "./ConnectionLine";
import { openSearch, useConnecting } from "./connecting";
import { anchor } from "./creating";
import { DragMarks } from "./DragMarks";
import type { LayerFlowNode, WireFlowEdge } from "./drawing";
import { useDropping, useNodeDrops } from "./dropping";
import { EmptyCanvas } from "./EmptyCanvas";
import { Ghosts } from "./Ghosts";
import { LEAST_ZOOM, MOST_ZOOM, useHeld, useWheel } from "./gestures";
import { LayerNode } from "./LayerNode";
import { glide } from "./motion";
import { Overview } from "./Overview";
import { usePinch } from "./pinching";
import { closeCallout } from "./problemVerbs";
import type { Tools } from "./shortcuts";
import { steadiness } from "./shown";
import { useChanges, useDrawing } from "./useDrawing";
import { useShortcuts } from "./useShortcuts";
import { useSight } from "./useSight";
import { useStages } from "./useStages";
import { Wire } from "./Wire";
import { useWatching } from "./watching";

const nodeTypes = { layer: LayerNode, note: NoteNode };
const edgeTypes = { wire: Wire };
const NO_NODES: LayerFlowNode[] = [];
const NO_EDGES: WireFlowEdge[] = [];
const hide = { hideAttribution: true };
const nothing = () => undefined;

export function Canvas() {
  const around = useSurroundings();
  const { view } = around;
  const flow = useReactFlow();
  const canvas = useRef<HTMLDivElement>(null);
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const { nodes, edges, ghost, still } = useDrawing();
  const wires = useRef(edges);
  wires.current = edges;
  const wholes = useRef(nodes.length);
  wholes.current = nodes.length;
  const painted = usePainted(nodes.length, canvas);
  /** First the canvas is there, then its elements, then the map of them. */
  const stage = useStages(2);
  const changes = useChanges();
  const drawable = useStudio((state) => state.drawable);
  const open = useView((state) => state.search);
  const held = useHeld();
  const connecting = useConnecting(flow.screenToFlowPosition);
  const nodeDrops = useNodeDrops(wires);
  const steady = useStore((state) => steadiness(state.transform[2]));
  useWheel(canvas);
  usePinch(canvas);
  const showWhole = useSight(nodes);
  useWatching();
  useDropping(canvas, wires);

  const searchHere = useCallback(
    (at?: { clientX: number; clientY: number }) => {
      const box = canvas.current?.getBoundingClientRect();
      if (!box) return;
      const { network } = around.studio.store.getState();
      const selected = around.view.getState().nodes;
      const before = at ? null : anchor(network, selected);
      const middle = { clientX: box.left + box.width / 2, clientY: box.top + Math.min(120, box.height / 4) };
      openSearch(around, at ?? middle, flow.screenToFlowPosition, before ? { node: before, output: 0 } : null);
      if (before && !at) view.setState(({ search }) => ({ search: search && { ...search, after: true } }));
    },
    [around, flow, view],
  );
  const tools = useMemo<Tools>(
    () => ({
      around,
      middle: () => {
        const box = canvas.current?.getBoundingClientRect();
        const half = (from = 0, length = 0) => from + length / 2;
        return flow.screenToFlowPosition({ x: half(box?.left, box?.width), y: half(box?.top, box?.height) });
      },
      pointer: () => pointer.current && flow.screenToFlowPosition(pointer.current),
      fit: () => showWhole(),
      zoom: (by) => {
        if (by === "whole") flow.zoomTo(1, isPainted(wholes.current, flow.getZoom()) ? undefined : glide());
        else if (by === "in") flow.zoomIn(glide());
        else flow.zoomOut(glide());
      },
      pan: (right, down) => {
        const { x, y, zoom } = flow.getViewport();
        flow.setViewport({ x: x - right, y: y - down, zoom });
      },
      search: () => searchHere(),
      escape: () => {
        const { search, cheatSheet, marked, silenced } = view.getState();
        if (search || cheatSheet) view.setState({ search: null, cheatSheet: false });
        else if (closeCallout(around)) return;
        else if (silenced) view.setState({ silenced: null });
        else if (marked) view.setState({ marked: null, aimed: null });
        else if (view.getState().nodes.length + view.getState().edges.length > 0) {
          view.setState({ nodes: [], edges: [], connecting: null });
        } else blocks.leave(around);
      },
    }),
    [around, flow, view, showWhole, searchHere],
  );
  useShortcuts(tools);

  return (
    <div
      ref={canvas}
      className={`canvas ${held.space ? "panning" : ""}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for the whole drawing; keys lead through it.
      tabIndex={0}
      role="application"
      aria-label={`Canvas: ${counted(nodes.length, "node")}. Alt and the arrows go along the wires; ? shows all keys.`}
      data-testid="canvas"
      style={{ "--steady": steady } as React.CSSProperties}
      onPointerDownCapture={(event) => takeFocus(event, canvas.current)}
      onPointerMove={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerLeave={() => {
        pointer.current = null;
      }}
    >
      <ReactFlow
        nodes={painted || stage < 1 ? NO_NODES : (nodes as LayerFlowNode[])}
        edges={painted || stage < 1 ? NO_EDGES : (edges as WireFlowEdge[])}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...changes}
        {...connecting}
        {...nodeDrops}
        onReconnect={nothing}
        connectionLineComponent={ConnectionLine}
        connectionRadius={18}
        connectOnClick={false}
        onlyRenderVisibleElements
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        selectionOnDrag={held.shift && !held.space}
        selectionMode={SelectionMode.Partial}
        panOnDrag={held.shift && !held.space ? [1] : [0, 1]}
        nodesDraggable={drawable && !held.space}
        nodesConnectable={drawable}
        edgesReconnectable={drawable}
        edgesFocusable={false}
        nodesFocusable={false}
        disableKeyboardA11y
        elevateNodesOnSelect={false}
        minZoom={LEAST_ZOOM}
        maxZoom={MOST_ZOOM}
        proOptions={hide}
        onDoubleClick={(event) => {
          if (drawable && event.target instanceof Element && event.target.matches(".react-flow__pane"))
            searchHere(event);
        }}
        onPaneClick={() => view.setState(painted ? { search: null, nodes: [], edges: [] } : { search: null })}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} />
        {painted && <Far canvas={canvas} held={held} nodes={nodes} edges={edges} drops={nodeDrops} />}
        <DragMarks />
        {!painted && <UnitWires nodes={nodes} canvas={canvas} />}
        <Overview nodes={stage < 2 ? NO_NODES : still} showWhole={showWhole} />
        {ghost && <Ghosts ghost={ghost} />}
        <RemovedLayers />
      </ReactFlow>
      <Callout nodes={nodes} />
      {nodes.length === 0 && <EmptyCanvas onDoubleClick={searchHere} />}
      {open && <Search key={`${open.from?.node} ${open.screen.x},${open.screen.y}`} {...open} />}
      <DifferenceLegend />
      <FileDrop canvas={canvas} />
      <CommandPalette tools={tools} />
      <Announcer />
    </div>
  );
}

/** A press on the canvas gives it the keys and the wheel; a field in it keeps its own. */
function takeFocus(event: React.PointerEvent, canvas: HTMLElement | null): void {
  const field = event.target instanceof Element && event.target.closest("input, textarea, button, .search, .callout");
  if (!field) canvas?.focus({ preventScroll: true });
}
