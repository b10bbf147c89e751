// Layers as text: what is copied from one canvas can be pasted into another, into another notebook, or into a mail.
import type { Edge, Edit, Layer, Network, NetworkNode, Note } from "../messages";
import { freeName, freshId, namesOf, type Place } from "./creating";
import { on } from "./wiring";

const FORMAT = "keras-playground/layers";
/** As many as a drawing has of anything: how many fit beside what is there, the edit says. */
const MOST = 100_000;
/** So many layers as text, with room; anything longer is something else, and reading it would hold up the page. */
const LONGEST = 20_000_000;

export interface Piece {
  layers: Layer[];
  nodes: NetworkNode[];
  edges: Edge[];
  notes: Note[];
}

/** The chosen nodes with their layers, and the wires between them. */
export function copied(network: Network, ids: readonly string[]): Piece {
  const chosen = new Set(ids);
  const nodes = network.nodes.filter((node) => chosen.has(node.id));
  const used = new Set(nodes.map((node) => node.layer));
  return {
    layers: network.layers.filter((layer) => used.has(layer.id)),
    nodes,
    edges: network.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
    notes: network.notes.filter((note) => chosen.has(note.id)),
  };
}

export function toText(piece: Piece): string {
  return JSON.stringify({ format: FORMAT, version: 1, ...piece }, null, 1);
}

/** Reads what `toText` wrote; null when the text is anything else, however close. */
export function fromText(text: string): Piece | null {
  if (text.length > LONGEST || !/^\s*\{/.test(text)) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(raw) || raw.format !== FORMAT || raw.version !== 1) return null;
  const { layers, nodes, edges, notes } = raw;
  if (!listOf(layers, isLayer) || !listOf(nodes, isNode) || !listOf(edges, isEdge) || !listOf(notes, isNote))
    return null;
  const layerIds = new Set(layers.map((layer) => layer.id));
  const nodeIds = new Set(nodes.map((node) => node.id));
  const whole =
    nodes.length + notes.length > 0 &&
    layerIds.size === layers.length &&
    nodeIds.size === nodes.length &&
    nodes.every((node) => layerIds.has(node.layer)) &&
    edges.every((edge) => nodeIds.has(edge.source) && nodeIds.has(edge.target));
  return whole ? { layers, nodes, edges, notes } : null;
}

/** The edit that puts a copy here: new ids and names, the same settings, the same wires between the copies. */
export function pasted(piece: Piece, network: Network, at: Place | null): { edit: Edit; nodes: string[] } {
  const taken = namesOf(network);
  const layers = new Map<string, Layer>();
  for (const layer of piece.layers) {
    const name = freeName(layer.name, taken);
    taken.add(name);
    layers.set(layer.id, { ...layer, id: freshId("l"), name });
  }
  const all = [...piece.nodes, ...piece.notes];
  const left = Math.min(...all.map((each) => each.x));
  const top = Math.min(...all.map((each) => each.y));
  const by = at ? { x: Math.round(at.x - left), y: Math.round(at.y - top) } : clearOffset(piece, network);
  const ids = new Map(piece.nodes.map((node) => [node.id, freshId("n")]));
  for (const note of piece.notes) ids.set(note.id, freshId("note"));
  const edits: Edit[] = piece.nodes.flatMap((node): Edit[] => {
    const layer = layers.get(node.layer);
    const id = ids.get(node.id);
    if (!layer || !id) return [];
    const copy = { ...node, id, layer: layer.id, x: node.x + by.x, y: node.y + by.y };
    return [{ type: "add_node", node: copy, layer, node_index: null, layer_index: null }];
  });
  for (const edge of piece.edges) {
    edits.push(on({ ...edge, source: ids.get(edge.source) ?? "", target: ids.get(edge.target) ?? "" }));
  }
  for (const note of piece.notes) {
    const copy = { ...note, id: ids.get(note.id) ?? "", x: note.x + by.x, y: note.y + by.y };
    edits.push({ type: "set_note", note: copy, index: null });
  }
  return { edit: { type: "batch", edits, label: "Paste" }, nodes: [...ids.values()] };
}

/** A step down and right, and another while a node stands exactly there. */
function clearOffset(piece: Piece, network: Network): Place {
  const stands = new Set([...network.nodes, ...network.notes].map((each) => `${each.x},${each.y}`));
  let step = 32;
  while ([...piece.nodes, ...piece.notes].some((each) => stands.has(`${each.x + step},${each.y + step}`))) step += 32;
  return { x: step, y: step };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf<T>(value: unknown, is: (each: unknown) => each is T): value is T[] {
  return Array.isArray(value) && value.length <= MOST && value.every(is);
}

function isLayer(value: unknown): value is Layer {
  return (
    hasOnly(value, ["id", "kind", "name", "settings", "trainable", "network", "repeat", "shared"]) &&
    [value.id, value.kind, value.name].every(isText) &&
    isRecord(value.settings) &&
    typeof value.trainable === "boolean" &&
    (value.network === null || isNetwork(value.network)) &&
    isIndex(value.repeat) &&
    typeof value.shared === "boolean"
  );
}

/** A network inside a layer; whether it is a good one the kernel says. */
function isNetwork(value: unknown): value is Network {
  const parts = ["name", "layers", "nodes", "edges", "blocks", "signature", "notes"];
  return (
    hasOnly(value, parts) &&
    listOf(value.layers, isLayer) &&
    listOf(value.nodes, isNode) &&
    listOf(value.edges, isEdge) &&
    listOf(value.notes, isNote) &&
    isRecord(value.signature)
  );
}

function isNode(value: unknown): value is NetworkNode {
  return (
    hasOnly(value, ["id", "layer", "x", "y", "arguments", "exposes", "bypassed", "pinned"]) &&
    [value.id, value.layer].every(isText) &&
    [value.x, value.y].every(Number.isFinite) &&
    isRecord(value.arguments) &&
    (value.exposes === null || (Array.isArray(value.exposes) && value.exposes.every(isIndex)))
  );
}

function isNote(value: unknown): value is Note {
  return (
    hasOnly(value, ["id", "text", "x", "y", "width", "height"]) &&
    isText(value.id) &&
    typeof value.text === "string" &&
    [value.x, value.y, value.width, value.height].every(Number.isFinite)
  );
}

function isEdge(value: unknown): value is Edge {
  return (
    hasOnly(value, ["source", "target", "output", "port", "slot"]) &&
    [value.source, value.target, value.port].every(isText) &&
    [value.output, value.slot].every(isIndex)
  );
}

function hasOnly(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return isRecord(value) && Object.keys(value).length === keys.length && keys.every((key) => key in value);
}

const isText = (value: unknown): value is string =>
  typeof value === "string" && value.length > 0 && value.length < 1000;
const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
