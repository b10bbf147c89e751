// What a block is to the canvas: a kind like those of the catalog, with ports called after the inputs of its network.
import { inputPorts } from "../edits";
import type { Kind, Layer, Network, Port } from "../messages";

export const MODEL = "Model";
export const BLOCKS = "Blocks";
const SAVED = "block:";

const made = new WeakMap<Network, Kind>();
const contents = new WeakMap<Kind, { name: string; network: Network }>();

/** The kind of a layer: from the catalog, or what its own network makes it. */
export function kindOf(kinds: Record<string, Kind>, layer: Layer | undefined): Kind | undefined {
  if (!layer) return undefined;
  return layer.network ? blockKind(layer.network) : kinds[layer.kind];
}

export function blockKind(network: Network): Kind {
  const before = made.get(network);
  if (before) return before;
  const ports: Port[] = [...inputPorts(network).values()].map((name) => ({ name, optional: false, many: false }));
  const kind: Kind = {
    name: MODEL,
    group: BLOCKS,
    summary: "",
    settings: [],
    ports,
    arguments: [],
    outputs: outputNames(network).length,
    ranks: [],
    obstacle: "",
    url: "",
  };
  made.set(network, kind);
  return kind;
}

/** What the outputs of a block are called, in order: by their key, or by the layer that gives them. */
export function outputNames(network: Network): string[] {
  const layers = new Map(network.layers.map((layer) => [layer.id, layer.name]));
  const leaving = new Set(network.edges.map((edge) => edge.source));
  const names = new Map<string, string>();
  for (const node of network.nodes) {
    const name = layers.get(node.layer) ?? "";
    for (const output of node.exposes ?? (leaving.has(node.id) ? [] : [0])) {
      names.set(`${node.id} ${output}`, output === 0 ? name : `${name} ${output}`);
    }
  }
  const first: string[] = [];
  for (const { node, output, key } of network.signature.returned) {
    const name = names.get(`${node} ${output}`);
    if (name === undefined) continue;
    names.delete(`${node} ${output}`);
    first.push(key || name);
  }
  return [...first, ...names.values()];
}

/** The kind under which a saved block is dragged and placed. */
export function savedKind(name: string, network: Network): Kind {
  const kind = { ...blockKind(network), name: SAVED + name };
  contents.set(kind, { name, network });
  return kind;
}

/** What a saved block holds; null for a kind of the catalog. */
export function contentOf(kind: Kind): { name: string; network: Network } | null {
  return contents.get(kind) ?? null;
}

export const savedName = (name: string): string => SAVED + name;

/** The name of a saved block's kind as people know it; any other name as it is. */
export function titleOf(kindName: string): string {
  return kindName.startsWith(SAVED) ? kindName.slice(SAVED.length) : kindName;
}
