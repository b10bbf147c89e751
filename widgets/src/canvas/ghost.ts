// What an edit would add, change, move and take away, told apart from what is drawn.
import type { Edge, Edit, Network, NetworkNode } from "../messages";
import { applied } from "../problems/preview";
import { edgeId, lookup } from "./lookup";

export interface Ghost {
  /** The network as it would be. */
  network: Network;
  /** Nodes that would be new, and those whose layer or arguments would be others. */
  added: NetworkNode[];
  changed: NetworkNode[];
  removed: ReadonlySet<string>;
  /** Where nodes would be that make room. */
  moved: ReadonlyMap<string, { x: number; y: number }>;
  wires: Edge[];
  /** The ids of the wires that would be gone. */
  gone: ReadonlySet<string>;
}

/** Null when the edit doesn't fit the network any more. */
export function ghostOf(network: Network, edit: Edit): Ghost | null {
  const after = applied(network, edit);
  if (!after) return null;
  const [old, now] = [lookup(network), lookup(after)];
  const wired = new Set(network.edges.map(edgeId));
  const kept = new Set(after.edges.map(edgeId));
  const same = (node: NetworkNode, before: NetworkNode) =>
    old.layer.get(before.layer) === now.layer.get(node.layer) &&
    before.arguments === node.arguments &&
    before.exposes === node.exposes;
  const moved = after.nodes.flatMap((node): [string, { x: number; y: number }][] => {
    const before = old.node.get(node.id);
    return before && (before.x !== node.x || before.y !== node.y) ? [[node.id, { x: node.x, y: node.y }]] : [];
  });
  return {
    network: after,
    added: after.nodes.filter((node) => !old.node.has(node.id)),
    changed: after.nodes.filter((node) => {
      const before = old.node.get(node.id);
      return before !== undefined && !same(node, before);
    }),
    removed: new Set(network.nodes.filter((node) => !now.node.has(node.id)).map((node) => node.id)),
    moved: new Map(moved),
    wires: after.edges.filter((edge) => !wired.has(edgeId(edge))),
    gone: new Set([...wired].filter((id) => !kept.has(id))),
  };
}
