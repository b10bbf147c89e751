// The network as React Flow takes it. Objects of before are given again where nothing about them changed, or all would redraw.

import { type Edge as FlowEdge, type Node as FlowNode, type NodeHandle, Position } from "@xyflow/react";
import { kindOf } from "../blocks/kinds";
import { layerWord } from "../blocks/words";
import { sameEdge } from "../edits";
import type { Edge, Kind, Network, NetworkNode, Note } from "../messages";
import { type Card, card, inletId, outletId } from "./geometry";
import { edgeId, edgesFrom, edgesInto, layerAt } from "./lookup";
import { crossings, parting, path } from "./paths";
import { type Box, type Point, type Route, routes, type Wanted } from "./routing";

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
  /** Of two wires with one tensor to one node, the first alone says the shape. */
  labelled: boolean;
  /** Below the card that it leaves: where a label goes that has no room between two. */
  below: number;
  dot: Point | null;
}

const DOT = 4;
const LEAVING = { opacity: 0.25 };

interface Made<T> {
  key: string;
  kind?: Kind | undefined;
  value: T;
}

/** Cards of a network, one React Flow node each. */
export class CardMaker {
  private made = new Map<string, Made<LayerFlowNode>>();

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

/** Wires between cards at rest, one React Flow edge each. */
export class WireMaker {
  private made = new Map<string, Made<WireFlowEdge>>();
  private last: { edges: readonly Edge[]; nodes: readonly LayerFlowNode[]; wires: WireFlowEdge[] } | null = null;

  /** Most edits move no card and change no edge: then the wires are those of before. */
  make({ edges }: Pick<Network, "edges">, nodes: readonly LayerFlowNode[]): WireFlowEdge[] {
    const { last } = this;
    if (last && alike(last.nodes, nodes, Object.is) && alike(last.edges, edges, sameEdge)) return last.wires;
    const wires = this.lay(edges, nodes);
    this.last = { edges, nodes, wires };
    return wires;
  }

  private lay(edges: readonly Edge[], nodes: readonly LayerFlowNode[]): WireFlowEdge[] {
    const laid = this.laid(edges, nodes);
    const before = this.made;
    this.made = new Map();
    return laid.map((data) => {
      const id = edgeId(data.edge);
      const { labelled, dot, label } = data;
      const key = [data.path, label.x, label.y, labelled, dot?.x, dot?.y].join("|");
      const known = before.get(id);
      const value = known?.key === key ? known.value : flowEdge(id, data);
      this.made.set(id, { key, value });
      return value;
    });
  }

  private laid(edges: readonly Edge[], nodes: readonly LayerFlowNode[]): WireData[] {
    const boxes = new Map(nodes.map((node) => [node.id, { node, box: boxOf(node) }]));
    const wanted = new Map<string, Wanted & { edge: Edge }>();
    for (const edge of edges) {
      const source = boxes.get(edge.source);
      const target = boxes.get(edge.target);
      if (!source || !target) continue;
      const id = edgeId(edge);
      const outlet = source.node.data.card.outlets.find((each) => each.output === edge.output);
      const inlet = target.node.data.card.inlets.find((each) => each.port === edge.port && each.slot === edge.slot);
      wanted.set(id, {
        id,
        edge,
        tensor: `${edge.source}.${edge.output}`,
        from: { x: source.box.x + source.box.width + DOT, y: source.box.y + (outlet?.y ?? 0) },
        to: { x: target.box.x - DOT, y: target.box.y + (inlet?.y ?? 0) },
        fromBox: source.box,
        toBox: target.box,
      });
    }
    const found = routes(
      [...wanted.values()],
      [...boxes.values()].map(({ box }) => box),
    );
    return dressed(wanted, found);
  }
}

function alike<T>(before: readonly T[], now: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return before === now || (before.length === now.length && before.every((each, i) => same(each, now[i] as T)));
}

function dressed(wanted: ReadonlyMap<string, Wanted & { edge: Edge }>, found: ReadonlyMap<string, Route>): WireData[] {
  const under = crossings(found, (id) => wanted.get(id)?.tensor ?? id);
  const families = new Map<string, Route[]>();
  for (const { id, tensor } of wanted.values()) {
    const way = found.get(id);
    const family = families.get(tensor);
    if (way && family) family.push(way);
    else if (way) families.set(tensor, [way]);
  }
  const said = new Set<string>();
  return [...wanted.values()].flatMap(({ id, tensor, edge, from, to, fromBox }) => {
    const way = found.get(id);
    if (!way) return [];
    const once = `${tensor}>${edge.target}`;
    const labelled = !said.has(once);
    said.add(once);
    const siblings = (families.get(tensor) ?? []).filter((each) => each !== way);
    const drawn = path(way.points, under.get(id) ?? []);
    return [
      {
        edge,
        from,
        to,
        points: way.points,
        path: drawn,
        label: way.label,
        labelled,
        below: fromBox.y + fromBox.height,
        dot: parting(way, siblings),
      },
    ];
  });
}

function boxOf(node: LayerFlowNode): Box {
  return { ...node.position, width: node.data.card.width, height: node.data.card.height };
}

function flowEdge(id: string, data: WireData): WireFlowEdge {
  const { source, target, output, port, slot } = data.edge;
  return {
    id,
    type: "wire",
    source,
    target,
    sourceHandle: outletId(output),
    targetHandle: inletId(port, slot),
    data,
    reconnectable: "target",
  };
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
