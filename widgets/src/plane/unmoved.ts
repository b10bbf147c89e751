// Which pictures a silenced unit does not change although their nodes are behind it: only maps over the plane are of the network without it.
import { edgesFrom } from "../canvas/lookup";
import type { Network } from "../messages";
import type { StudioState } from "../state";

const known = new WeakMap<Network, Map<string, ReadonlySet<string>>>();

/** All nodes that something flows to from this one. */
export function behind(network: Network, node: string): ReadonlySet<string> {
  const found = known.get(network) ?? new Map<string, ReadonlySet<string>>();
  known.set(network, found);
  const before = found.get(node);
  if (before) return before;
  const reached = new Set<string>();
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { target } of edgesFrom(network, next)) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  found.set(node, reached);
  return reached;
}

/** Whether the picture of a node is of the network with all units, while one before it is silenced. */
export function isUnmoved({ network, pictures }: Pick<StudioState, "network" | "pictures">, node: string): boolean {
  const quiet = pictures?.silenced;
  if (!quiet) return false;
  const shown = pictures.thumbnails[node] ?? pictures.enlarged[node];
  return shown !== undefined && shown.picture.form !== "plane" && behind(network, quiet.node).has(node);
}
