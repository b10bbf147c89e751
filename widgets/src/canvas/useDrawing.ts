// The drawing as React Flow's nodes and edges, followed as it changes, and the chosen ones written back.
import { type EdgeChange, type NodeChange, useReactFlow } from "@xyflow/react";
import { type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { type Surroundings, useStudio, useSurroundings, useView } from "../context";
import type { Network, Report } from "../messages";
import type { StudioState } from "../state";
import { boxesOn } from "./arranging";
import type { Place } from "./creating";
import { atMoment, bereft, CardMaker, chosenWires, type LayerFlowNode, noteNode, type WireFlowEdge } from "./drawing";
import { edgeId, lookup } from "./lookup";
import { showsPictures } from "./shown";
import { type Guides, NO_GUIDES, snapped } from "./snapping";
import { inSlices } from "./steps";
import { useGhost } from "./useGhost";
import { remaining, WireMaker } from "./wires";

/** So many pixels on the screen beside a line a dragged node is drawn into it. */
const REACH = 5;

export function useDrawing() {
  const network = useStudio((state) => state.network);
  const kinds = useStudio((state) => state.kinds);
  const pictured = useStudio(showsPictures);
  const chosen = useView((state) => state.nodes);
  const chosenEdges = useView((state) => state.edges);
  const moving = useView((state) => state.moving);
  const cards = useRef<CardMaker>(null);
  cards.current ??= new CardMaker();

  const several = useStudio(severalOutputs);
  useRemaining(network);

  const resting = useMemo(() => {
    const counts: Record<string, number | undefined> = JSON.parse(several);
    const outputs = (node: string) => (node in counts ? (counts[node] ?? undefined) : 1);
    return cards.current?.make(network, kinds, pictured, outputs) ?? [];
  }, [network, kinds, pictured, several]);
  const laid = useWires(network, resting);
  const ghost = useGhost();
  const sizing = useView((state) => state.sizing);
  const draft = useView((state) => state.draft);
  const notes = useMemo(() => {
    const all = draft ? [...network.notes, draft] : network.notes;
    return all.map((note) => noteNode(sizing?.id === note.id ? { ...note, ...sizing } : note));
  }, [network, draft, sizing]);
  /** All at rest, none chosen: what the map shows. */
  const still = useMemo(() => [...notes, ...resting], [notes, resting]);
  const nodes = useMemo(() => {
    const shown = atMoment(still, new Set(chosen), moving ?? ghost?.moved ?? null);
    return ghost ? bereft(shown, ghost.removed) : shown;
  }, [still, chosen, moving, ghost]);
  const edges = useMemo(() => {
    const shown = chosenWires(laid, new Set(chosenEdges));
    return ghost ? bereft(shown, ghost.gone) : shown;
  }, [laid, chosenEdges, ghost]);
  return { nodes, edges, ghost, still };
}

/** So many wires take longer to lay than a frame lasts. */
const MANY = 600;

/**
 * The wires between cards at rest. Those of a large network are laid in steps and come some frames after its cards;
 * until then those of before are drawn, and a wire at a card that has moved by its two ends alone.
 */
function useWires({ edges }: Network, cards: readonly LayerFlowNode[]): readonly WireFlowEdge[] {
  const kept = useRef<WireMaker>(null);
  kept.current ??= new WireMaker();
  const maker = kept.current;
  const many = edges.length > MANY;
  const [latest, setLatest] = useState(maker.latest);
  useEffect(() => {
    if (many) return inSlices(maker.laying({ edges }, cards), setLatest);
  }, [maker, many, edges, cards]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maker has other wires when it has said so.
  return useMemo(
    () => (many ? remaining(maker.latest, edges) : maker.make({ edges }, cards)),
    [maker, many, edges, cards, latest],
  );
}

/** What is gone, by undo or by another hand, is chosen no longer: the next click would choose besides it. */
function useRemaining(network: Network): void {
  const { view } = useSurroundings();
  useEffect(() => {
    const { nodes, edges, draft } = view.getState();
    const { node, note } = lookup(network);
    const remain = nodes.filter((id) => node.has(id) || note.has(id) || draft?.id === id);
    const drawn = new Set(edges.length > 0 ? network.edges.map(edgeId) : []);
    const wires = edges.filter((id) => drawn.has(id));
    if (remain.length + wires.length < nodes.length + edges.length) view.setState({ nodes: remain, edges: wires });
  }, [view, network]);
}

const counted = new WeakMap<Report, string>();

/** The nodes that give another number of tensors than one, or an unknown one: text, so that equal answers are equal. */
function severalOutputs({ report }: StudioState): string {
  const known = counted.get(report);
  if (known !== undefined) return known;
  const counts: Record<string, number | null> = {};
  for (const [node, { state, outputs }] of Object.entries(report.nodes)) {
    if (state !== "ok") counts[node] = null;
    else if (outputs.length !== 1) counts[node] = outputs.length;
  }
  const text = JSON.stringify(counts);
  counted.set(report, text);
  return text;
}

/** Selections and drags that React Flow reports, kept in the view. */
export function useChanges() {
  const around = useSurroundings();
  const { view } = around;
  const flow = useReactFlow();
  return useMemo(
    () => ({
      onNodesChange(changes: NodeChange<LayerFlowNode>[]) {
        const state = view.getState();
        const nodes = selection(state.nodes, changes);
        const dragged = draggedTo(changes);
        if (dragged.size > 0 && state.cloning) view.setState({ cloning: dragged });
        else if (dragged.size > 0) {
          const { places, guides } = state.snaps
            ? inLine(around, dragged, flow.getZoom())
            : { places: dragged, guides: NO_GUIDES };
          view.setState({ moving: new Map([...(state.moving ?? []), ...places]), guides });
        }
        if (nodes) view.setState({ nodes });
      },
      /** A click on one of several that are chosen chooses it alone, where React Flow would leave them. */
      onNodeClick({ shiftKey, ctrlKey, metaKey }: MouseEvent, { id }: LayerFlowNode) {
        if (shiftKey || ctrlKey || metaKey || view.getState().nodes.length < 2) return;
        view.setState({ nodes: [id], edges: [] });
      },
      onEdgesChange(changes: EdgeChange<WireFlowEdge>[]) {
        const edges = selection(view.getState().edges, changes);
        if (edges) view.setState({ edges });
      },
    }),
    [around, flow, view],
  );
}

function draggedTo(changes: readonly NodeChange<LayerFlowNode>[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const change of changes) {
    if (change.type === "position" && change.dragging && change.position) places.set(change.id, change.position);
  }
  return places;
}

interface Resting {
  places: Map<string, Place>;
  guides: Guides;
}

/** Where a node that is dragged alone comes to rest: in line with others that are near. Several go as they are. */
export function inLine(around: Surroundings, dragged: Map<string, Place>, zoom: number): Resting {
  const [[id, place] = []] = dragged;
  const boxes = id && dragged.size === 1 ? boxesOn(around) : [];
  const own = boxes.find((box) => box.id === id);
  if (!id || !place || !own) return { places: dragged, guides: NO_GUIDES };
  const others = boxes.filter((box) => box.id !== id);
  const { place: rest, guides } = snapped({ ...own, ...place }, others, REACH / zoom);
  return { places: new Map([[id, rest]]), guides };
}

/** The selection after the changes, in the order of choosing; null when they change nothing. */
function selection(before: string[], changes: readonly (NodeChange | EdgeChange)[]): string[] | null {
  const after = new Set(before);
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  return after.size === before.length && before.every((id) => after.has(id)) ? null : [...after];
}
