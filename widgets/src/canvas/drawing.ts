// The network as React Flow takes it. Objects of before are given again where nothing about them changed, or all would redraw.

import { type Edge as FlowEdge, type Node as FlowNode, type NodeHandle, Position } from "@xyflow/react";
import { kindOf } from "../blocks/kinds";
import { layerWord } from "../blocks/words";
import type { Edge, Kind, Network, NetworkNode, Note } from "../messages";
import { type Card, card, inletId, outletId } from "./geometry";
import { edgeId, edgesFrom, edgesInto, layerAt } from "./lookup";
import type { Box, Point } from "./routing";

/** What stands on the canvas: a layer's card, or a note, which is a card without ports. */
export type LayerFlowNode = FlowNode<{ card: Card }, "layer" | "note">;
export type WireFlowEdge = FlowEdge<WireData, "wire">;

export interface WireData extends Record<string, unknown> {
  edge: Edge;
  from: Point;
  to: Point;
  points: Point[];
  path: string;
  label: Point;
  /** At the middle level of zoom the label would lie on another's. */
  close: boolean;
  /** Of two wires with one tensor to one node, the first alone says the shape. */
  labelled: boolean;
  /** Where the cards stood that it was laid between: one that has moved since has its wire still to come. */
  fromBox: Box;
  toBox: Box;
  dot: Point | null;
}

/** Half of a port: so far a wire ends before its card. */
export const DOT = 4;
const LEAVING = { opacity: 0.25 };

interface Made {
  key: string;
  kind: Kind | undefined;
  value: LayerFlowNode;
}

/** Cards of a network, one React Flow node each. */
export class CardMaker {
  private made = new Map<string, Made>();

  /** `outputs` says how many tensors a node gives; undefined where that is not known, which leaves it as it was. */
  make(
    network: Network,
    kinds: Record<string, Kind>,
    pictured: boolean,
    outputs: (node: string) => number | undefined = () => undefined,
  ): LayerFlowNode[] {
    const before = this.made;
    this.made = new Map();
    return network.nodes.map((node) => {
      const layer = layerAt(network, node.id);
      const kind = kindOf(kinds, layer);
      const into = edgesInto(network, node.id);
      const name = layer?.name ?? "";
      const known = before.get(node.id);
      const wired = edgesFrom(network, node.id).reduce((most, edge) => Math.max(most, edge.output + 1), 0);
      const count = Math.max(outputs(node.id) ?? known?.value.data.card.outlets.length ?? 1, wired);
      const key = [node.x, node.y, pictured, name, count, ...into.map(edgeId)].join("|");
      const made = known && known.key === key && known.kind === kind ? known : null;
      const value = made
        ? made.value
        : flowNode(node, card(kind, into, pictured, count), `${layer ? layerWord(layer) : ""} ${name}`);
      this.made.set(node.id, { key, kind, value });
      return value;
    });
  }
}

function flowNode({ id, x, y }: NetworkNode, shape: Card, ariaLabel: string): LayerFlowNode {
  const { width, height } = shape;
  return {
    id,
    type: "layer",
    position: { x, y },
    data: { card: shape },
    width,
    height,
    measured: { width, height },
    handles: handlesOf(shape),
    ariaLabel,
  };
}

const notes = new WeakMap<Note, LayerFlowNode>();

/** A note as React Flow takes it: below the cards, and a card without ports. */
export function noteNode(note: Note): LayerFlowNode {
  const known = notes.get(note);
  if (known) return known;
  const { id, x, y, width, height } = note;
  const made: LayerFlowNode = {
    id,
    type: "note",
    position: { x, y },
    data: { card: { width, height, picture: null, inlets: [], outlets: [] } },
    width,
    height,
    measured: { width, height },
    handles: [],
    zIndex: -1,
    ariaLabel: `Note ${note.text.slice(0, 60)}`,
  };
  notes.set(note, made);
  return made;
}

function handlesOf(shape: Card): NodeHandle[] {
  const size = { width: 2 * DOT, height: 2 * DOT };
  return [
    ...shape.inlets.map((inlet) => ({
      ...size,
      id: inletId(inlet.port, inlet.slot),
      type: "target" as const,
      position: Position.Left,
      x: -DOT,
      y: inlet.y - DOT,
    })),
    ...shape.outlets.map(({ output, y }) => ({
      ...size,
      id: outletId(output),
      type: "source" as const,
      position: Position.Right,
      x: shape.width - DOT,
      y: y - DOT,
    })),
  ];
}

/** The cards as they are at this moment: some chosen, some on their way. */
export function atMoment(
  nodes: readonly LayerFlowNode[],
  selected: ReadonlySet<string>,
  moving: ReadonlyMap<string, Point> | null,
): readonly LayerFlowNode[] {
  if (selected.size === 0 && !moving) return nodes;
  return nodes.map((node) => {
    const position = moving?.get(node.id);
    if (position) return { ...node, position, selected: selected.has(node.id) };
    return selected.has(node.id) ? { ...node, selected: true } : node;
  });
}

export function chosenWires(wires: readonly WireFlowEdge[], selected: ReadonlySet<string>): readonly WireFlowEdge[] {
  if (selected.size === 0) return wires;
  return wires.map((wire) => (selected.has(wire.id) ? { ...wire, selected: true } : wire));
}

/** The same, those marked that an edit would take away. */
export function bereft<T extends LayerFlowNode | WireFlowEdge>(all: readonly T[], gone: ReadonlySet<string>): T[] {
  return all.map((each) => (gone.has(each.id) ? { ...each, style: LEAVING } : each));
}
