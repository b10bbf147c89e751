// New layers and nodes: names as Keras gives them, ids that no two browsers share, and settings to begin with.
import { contentOf, MODEL } from "../blocks/kinds";
import type { DataSummary, Edge, Edit, Kind, Layer, Network, NetworkNode } from "../messages";
import { CARD_WIDTH, PITCH_X } from "./geometry";
import { edgesFrom, lookup } from "./lookup";
import { freeInlet, rewire } from "./wiring";

/** What a required setting begins with where the catalog has no word of its own. */
const STARTS: Record<string, unknown> = {
  units: 32,
  filters: 32,
  kernel_size: 3,
  pool_size: 2,
  input_dim: 1000,
  output_dim: 32,
  num_heads: 4,
  key_dim: 32,
  rate: 0.5,
  target_shape: [-1],
  dims: [1],
  n: 2,
};

const BY_TYPE: Record<string, unknown> = { integer: 1, float: 0.5, boolean: false, tuple: [1], list: [], text: "" };

export interface Surrounding {
  network: Network;
  kinds: Record<string, Kind>;
  data: DataSummary | null;
}

export function freshId(prefix: string): string {
  return `${prefix}_${Math.random().toString(36).slice(2, 9).padEnd(7, "0")}`;
}

/** A class name in Keras's snake case: "MaxPooling2D" -> "max_pooling2d", "ReLU" -> "re_lu", "ops.add" -> "add". */
export function snakeCase(name: string): string {
  return name
    .slice(name.lastIndexOf(".") + 1)
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** The name, with the first number behind it that makes it unique: "dense", "dense_1", "dense_2". */
export function freeName(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish;
  const stem = wish.replace(/_\d+$/, "") || wish;
  let n = 1;
  while (taken.has(`${stem}_${n}`)) n += 1;
  return `${stem}_${n}`;
}

export function namesOf(network: Network): Set<string> {
  return new Set(network.layers.map((layer) => layer.name));
}

/** The settings that a layer begins with: those given, and what is required besides. */
export function settingsOf(kind: Kind, given: Record<string, unknown>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const setting of kind.settings) {
    if (setting.name in given) settings[setting.name] = given[setting.name];
    else if (setting.required) {
      settings[setting.name] = setting.default ?? STARTS[setting.name] ?? BY_TYPE[setting.type ?? "any"] ?? null;
    }
  }
  return settings;
}

export function newLayer(kind: Kind, around: Surrounding, given: Record<string, unknown> = {}): Layer {
  const content = contentOf(kind);
  const input = kind.name === "InputLayer" ? { shape: inputShape(around.data) } : {};
  const settings = settingsOf(kind, { ...input, ...given });
  const dtype = around.data?.inputs[0]?.dtype;
  if (kind.name === "InputLayer" && dtype && dtype !== "float32" && !("dtype" in settings)) settings.dtype = dtype;
  const wish = content ? content.name : kind.name === "InputLayer" ? "input" : snakeCase(kind.name);
  return {
    id: freshId("l"),
    kind: content ? MODEL : kind.name,
    name: freeName(wish, namesOf(around.network)),
    settings,
    trainable: true,
    network: content?.network ?? null,
    repeat: 1,
    shared: false,
  };
}

function inputShape(data: DataSummary | null): (number | null)[] {
  return data?.inputs[0]?.shape ?? [8, 8, 1];
}

export interface Place {
  x: number;
  y: number;
}

/** A new node of a new layer, and the edit that puts it there. */
export function added(kind: Kind, around: Surrounding, at: Place, given: Record<string, unknown> = {}) {
  const layer = newLayer(kind, around, given);
  const node: NetworkNode = {
    id: freshId("n"),
    layer: layer.id,
    x: Math.round(at.x),
    y: Math.round(at.y),
    arguments: {},
    exposes: null,
    bypassed: false,
    pinned: false,
  };
  const edit: Edit = { type: "add_node", node, layer, node_index: null, layer_index: null };
  return { node, layer, edit };
}

/** The edits that put a new node in the middle of a wire; where the wire is too short for it, what follows moves on. */
export function insertedOn(kind: Kind, edge: Edge, around: Surrounding, at: Place): { edits: Edit[]; node: string } {
  const room = roomOn(around.network, edge);
  const { node, edit } = added(kind, around, room?.at ?? at);
  const inlet = freeInlet(kind, []);
  if (!inlet || kind.outputs === 0) return { edits: [edit], node: node.id };
  const moved: Edit[] =
    room && Object.keys(room.positions).length > 0 ? [{ type: "move", positions: room.positions }] : [];
  return { edits: [edit, ...moved, ...rewire(edge, node.id, inlet)], node: node.id };
}

const ROW = 110;

/** Where a node fits between two that stand in one row, and where those to the right of it go; null for any other wire. */
export function roomOn(
  network: Network,
  edge: Edge,
): { at: Place; positions: Record<string, [number, number]> } | null {
  const { node } = lookup(network);
  const [source, target] = [node.get(edge.source), node.get(edge.target)];
  if (!source || !target || Math.abs(source.y - target.y) > ROW / 2 || target.x < source.x + CARD_WIDTH) return null;
  const gap = target.x - source.x;
  const by = Math.max(0, 2 * PITCH_X - gap);
  const positions: Record<string, [number, number]> = {};
  for (const each of by > 0 ? network.nodes : []) {
    if (each.x >= target.x && Math.abs(each.y - target.y) < ROW) positions[each.id] = [each.x + by, each.y];
  }
  return { at: { x: source.x + Math.max(gap / 2, PITCH_X), y: source.y }, positions };
}

/** The nearest place at or below the wished one where a card of this height covers no other. */
export function freePlace(network: Network, wish: Place, height: number): Place {
  const place = { ...wish };
  const covers = (node: NetworkNode) =>
    Math.abs(node.x - place.x) < CARD_WIDTH + 16 && Math.abs(node.y - place.y) < height + 16;
  for (let tries = 0; tries < 200; tries += 1) {
    const hit = network.nodes.find(covers);
    if (!hit) break;
    place.y = hit.y + height + 32;
  }
  return place;
}

/** Where a node that follows another belongs: one column on, below what follows it already. */
export function placeAfter(network: Network, nodeId: string, height: number): Place {
  const node = lookup(network).node.get(nodeId);
  return freePlace(network, { x: (node?.x ?? 0) + PITCH_X, y: node?.y ?? 0 }, height);
}

/** The node that a new one is put after: the selected one, or else the only loose end of the drawing. */
export function anchor(network: Network, selected: readonly string[]): string | null {
  const { node } = lookup(network);
  const last = selected.filter((id) => node.has(id)).at(-1);
  if (last) return last;
  const ends = network.nodes.filter((each) => edgesFrom(network, each.id).length === 0);
  return ends.length === 1 ? (ends[0]?.id ?? null) : null;
}
