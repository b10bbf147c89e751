// Ways to networks inside layers. A path is layer ids from the drawing inwards; a node there is known outside as "layer/…/node".
import type { Edit, Layer, Network } from "../messages";

export type Path = readonly string[];

export const TOP: Path = [];

/** The network at the end of a path; null when a layer on the way is gone or has none. */
export function networkAt(network: Network, path: Path): Network | null {
  const layers = layersOn(network, path);
  return path.length === 0 ? network : (layers?.at(-1)?.network ?? null);
}

/** The layers that a path enters, outermost first; null when one of them is gone. */
export function layersOn(network: Network, path: Path): Layer[] | null {
  const found: Layer[] = [];
  let at: Network | null = network;
  for (const id of path) {
    const layer: Layer | undefined = at?.layers.find((each) => each.id === id);
    if (!layer?.network) return null;
    found.push(layer);
    at = layer.network;
  }
  return found;
}

/** As much of a path as there still is. */
export function standing(network: Network, path: Path): Path {
  for (let length = path.length; length > 0; length -= 1) {
    if (layersOn(network, path.slice(0, length))) return path.slice(0, length);
  }
  return TOP;
}

export const prefixOf = (path: Path): string => path.map((id) => `${id}/`).join("");

/** A node's id outside, taken apart: the way there, and its id in its own network. */
export function parted(node: string): { path: Path; node: string } {
  const parts = node.split("/");
  return { path: parts.slice(0, -1), node: parts.at(-1) ?? "" };
}

/** An edit of the network at the end of a path, as one of the drawing. */
export function wrapped(edit: Edit, path: Path): Edit {
  return path.reduceRight<Edit>((inner, layer) => ({ type: "within", layer, edit: inner }), edit);
}

/** An edit of the drawing as one of the network at the end of a path; as it is when it goes elsewhere. */
export function unwrapped(edit: Edit, path: Path): Edit {
  let inner = edit;
  for (const layer of path) {
    if (inner.type !== "within" || inner.layer !== layer) return edit;
    inner = inner.edit;
  }
  return inner;
}

const known = new WeakMap<Network, ReadonlySet<string>>();

/** All nodes as they are known outside, those of networks inside layers too. */
export function allNodes(network: Network): ReadonlySet<string> {
  const before = known.get(network);
  if (before) return before;
  const ids = new Set(network.nodes.map((node) => node.id));
  for (const layer of network.layers) {
    for (const id of layer.network ? allNodes(layer.network) : []) ids.add(`${layer.id}/${id}`);
  }
  known.set(network, ids);
  return ids;
}

/** The kinds of all layers, those inside blocks too. */
export function kindsIn(network: Network, found = new Set<string>()): Set<string> {
  for (const layer of network.layers) {
    found.add(layer.kind);
    if (layer.network) kindsIn(layer.network, found);
  }
  return found;
}

/** How many layers there are, those inside blocks counted and the blocks themselves not. */
export function layerCount(network: Network): number {
  return network.nodes.reduce((sum, node) => {
    const layer = network.layers.find((each) => each.id === node.layer);
    if (layer?.kind === "InputLayer") return sum;
    return sum + (layer?.network ? layerCount(layer.network) : 1);
  }, 0);
}
