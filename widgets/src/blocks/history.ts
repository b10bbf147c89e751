// Undo and redo from a view: it is taken to the network that they changed, where that is another than it looks at.
import type { Edge, Layer, Network } from "../messages";
import type { ViewStore } from "../view";
import { go } from "./going";
import { outsideOf, type StudioLike } from "./level";
import { type Path, TOP } from "./paths";

interface Around {
  studio: StudioLike;
  view: ViewStore;
}

/** Where drawings differ: the way there, and the nodes of that network that are new or other than before. */
export interface Place {
  path: Path;
  nodes: string[];
}

export const undo = (around: Around): Promise<void> => travel(around, "undo");
export const redo = (around: Around): Promise<void> => travel(around, "redo");

async function travel(around: Around, type: "undo" | "redo"): Promise<void> {
  const { view } = around;
  const studio = outsideOf(around.studio);
  const before = studio.store.getState().confirmed;
  const looking = view.getState().path;
  if (!(await studio.command({ type }))) return;
  const place = placeOfChange(before, studio.store.getState().confirmed);
  // Who has gone elsewhere meanwhile stays there.
  if (!place || view.getState().path !== looking || same(place.path, looking)) return;
  go(view, place.path, place.nodes);
}

/** The innermost network that holds all nodes in which two drawings differ; null when the drawings are one. */
export function placeOfChange(before: Network, now: Network, path: Path = TOP): Place | null {
  if (before === now) return null;
  const layers = differing(before.layers, now.layers);
  const nodes = differing(before.nodes, now.nodes);
  const gone = differing(now.nodes, before.nodes).length > nodes.length;
  const [only] = layers;
  const old = before.layers.find((layer) => layer.id === only?.id);
  // Wires around a block change with its inputs and outputs: what is inside says more.
  if (layers.length === 1 && nodes.length === 0 && !gone && only?.network && old?.network && sameButInside(old, only)) {
    return placeOfChange(old.network, only.network, [...path, only.id]);
  }
  const chosen = new Set(nodes.map((node) => node.id));
  for (const node of now.nodes) if (layers.some((layer) => layer.id === node.layer)) chosen.add(node.id);
  if (chosen.size === 0 && !gone) for (const id of rewired(before, now)) chosen.add(id);
  return { path, nodes: [...chosen] };
}

/** What is new or other than before, by id. */
function differing<T extends { id: string }>(before: readonly T[], now: readonly T[]): T[] {
  const known = new Map(before.map((each) => [each.id, each]));
  return now.filter((each) => {
    const old = known.get(each.id);
    return old !== each && !same(old, each);
  });
}

const sameButInside = (a: Layer, b: Layer): boolean => same({ ...a, network: null }, { ...b, network: null });

/** The nodes that have other wires at their inputs than before. */
function rewired(before: Network, now: Network): string[] {
  const text = (edge: Edge) => JSON.stringify(edge);
  const [old, fresh] = [new Set(before.edges.map(text)), new Set(now.edges.map(text))];
  const changed = [...before.edges, ...now.edges].filter((edge) => !old.has(text(edge)) || !fresh.has(text(edge)));
  const targets = new Set(changed.map((edge) => edge.target));
  return now.nodes.map((node) => node.id).filter((id) => targets.has(id));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
