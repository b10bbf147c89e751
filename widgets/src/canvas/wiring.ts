// What a wire's drop means: which input it goes to, what it replaces, or why it can't be.

import { kindOf } from "../blocks/kinds";
import { layerWord } from "../blocks/words";
import { downstream, edgeRefusal, sameEdge } from "../edits";
import type { Edge, Edit, Kind, Layer, Network, Port } from "../messages";
import type { End, Inlet } from "./ends";
import { isFull, nextSlot } from "./geometry";
import { edgesFrom, edgesInto, layerAt, lookup } from "./lookup";
import { type Reports, rankRefusal } from "./ranks";

/** Where it is dropped: a port, or a node's body, which leaves the choice of the port to us. */
export type Target = { node: string; inlet?: Inlet | null; output?: number | null };

/** `unfit` are the edits of a wire that is refused for its number of axes alone. */
export type Plan = { edits: Edit[]; edge: Edge } | { refusal: string; unfit?: Edit[] };

const PORTS: Port[] = [{ name: "inputs" }];

/** The input that a wire dropped on the body of a node takes; null when all are taken. */
export function freeInlet(kind: Kind | undefined, into: readonly Edge[]): Inlet | null {
  const ports = kind?.ports ?? PORTS;
  const ends = (name: string) => into.filter((edge) => edge.port === name);
  const free = (each: Port) => !isFull(each, ends(each.name).length);
  const port = ports.find((each) => !each.optional && free(each)) ?? ports.find(free);
  if (!port) return null;
  return { port: port.name, slot: nextSlot(port, ends(port.name)) };
}

/** What a drop does. With `reports` it is refused where a tensor's number of axes can't be right. */
export function plan(
  network: Network,
  kinds: Record<string, Kind>,
  end: End,
  target: Target,
  moved: Edge | null = null,
  reports: Reports = {},
): Plan {
  const forward = "output" in end;
  const source = forward ? end.node : target.node;
  const sink = forward ? target.node : end.node;
  const output = forward ? end.output : (target.output ?? 0);
  const rest = moved ? { ...network, edges: network.edges.filter((edge) => !sameEdge(edge, moved)) } : network;
  const inlet = forward ? (target.inlet ?? bodyInlet(rest, kinds, sink)) : { port: end.port, slot: end.slot };
  if (typeof inlet === "string") return { refusal: inlet };
  if (forward && target.output != null) return { refusal: "A wire ends at an input; this port is an output." };
  if (!forward && target.inlet) return { refusal: "A wire begins at an output; this port is an input." };
  const edge: Edge = { source, target: sink, output, ...inlet };
  if (moved && sameEdge(moved, edge)) return { edits: [], edge };
  const occupant = edgesInto(rest, sink).find((each) => each.port === inlet.port && each.slot === inlet.slot);
  const free = occupant ? { ...rest, edges: rest.edges.filter((each) => !sameEdge(each, occupant)) } : rest;
  const refusal = edgeRefusal(free, edge) || (occupant ? "" : countRefusal(free, kinds, edge));
  if (refusal) return { refusal };
  if (occupant && sameEdge(occupant, edge)) return { edits: moved ? [off(moved)] : [], edge };
  const edits = [...(moved ? [off(moved)] : []), ...(occupant ? [off(occupant)] : []), on(edge)];
  const misfit = rankRefusal(network, kinds, reports, edge);
  return misfit ? { refusal: misfit, unfit: edits } : { edits, edge };
}

function bodyInlet(network: Network, kinds: Record<string, Kind>, node: string): Inlet | string {
  const layer = layerAt(network, node);
  if (!layer) return "That node is gone.";
  const kind = kindOf(kinds, layer);
  const into = edgesInto(network, node);
  if (kind && kind.ports.length === 0) return `${layerWord(layer)} “${layer.name}” takes no wire.`;
  const free = freeInlet(kind, into);
  if (free) return free;
  const only = into.length === 1 ? into[0] : undefined;
  if (only) return { port: only.port, slot: only.slot };
  const counted = kind?.ports.length === 1 ? kind.ports[0] : undefined;
  if (counted?.most) return fullWords(layer, counted);
  return `All inputs of “${layer.name}” are taken; drop the wire on the one to replace, or choose it with Shift+L.`;
}

/** Why a list of a fixed length takes no further wire; empty where it does. */
function countRefusal(network: Network, kinds: Record<string, Kind>, { target, port: name }: Edge): string {
  const layer = layerAt(network, target);
  const port = kindOf(kinds, layer)?.ports.find((each) => each.name === name);
  const count = edgesInto(network, target).filter((edge) => edge.port === name).length;
  return layer && port?.many && isFull(port, count) ? fullWords(layer, port) : "";
}

function fullWords(layer: Layer, { least = 1, most }: Port): string {
  const number = least === most ? `exactly ${most}` : `${least} to ${most}`;
  return `${layerWord(layer)} “${layer.name}” takes ${number} ${most === 1 ? "tensor" : "tensors"}; drop the wire on the one to replace, or choose it with Shift+L.`;
}

export const on = (edge: Edge): Edit => ({ type: "connect", edge, index: null });
export const off = (edge: Edge): Edit => ({ type: "disconnect", edge });

/** The edits that lead a wire through a node. */
export function rewire(edge: Edge, node: string, inlet: Inlet): Edit[] {
  return [
    off(edge),
    on({ source: edge.source, output: edge.output, target: node, ...inlet }),
    on({ ...edge, source: node, output: 0 }),
  ];
}

/** The nodes that a wire from this end can't go to: all that would close a circle. */
export function unreachable(network: Network, end: End): Set<string> {
  if ("output" in end) return upstream(network, end.node);
  return downstream(network, [end.node]);
}

function upstream(network: Network, from: string): Set<string> {
  const { into } = lookup(network);
  const reached = new Set<string>();
  const front = [from];
  for (let id = front.pop(); id !== undefined; id = front.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const edge of into.get(id) ?? []) front.push(edge.source);
  }
  return reached;
}

/** The edits that delete nodes and wires as one step. With `heal`, what fed a deleted chain feeds what came after it. */
export function deletion(network: Network, nodes: readonly string[], edges: readonly Edge[], heal: boolean): Edit[] {
  const gone = new Set(nodes);
  const loose = edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)).map(off);
  const removed: Edit[] = nodes.map((node) => ({ type: "remove_node", node }));
  return [...loose, ...removed, ...(heal ? healing(network, gone) : [])];
}

function healing(network: Network, gone: ReadonlySet<string>): Edit[] {
  const { into } = lookup(network);
  const origin = (node: string): Edge | undefined => {
    const feed = into.get(node)?.[0];
    return feed && gone.has(feed.source) ? origin(feed.source) : feed;
  };
  const edits: Edit[] = [];
  for (const node of gone) {
    const feed = origin(node);
    if (!feed) continue;
    for (const edge of edgesFrom(network, node)) {
      if (!gone.has(edge.target)) edits.push(on({ ...edge, source: feed.source, output: feed.output }));
    }
  }
  return edits;
}
