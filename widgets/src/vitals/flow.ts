// Wires drawn by the gradient that comes back over them: of the layer that put out what they carry, or, where that learns
// nothing, of the nearest one before it.
import { prefixOf } from "../blocks/paths";
import { lookup } from "../canvas/lookup";
import { useStudio, useView } from "../context";
import type { Network } from "../messages";
import { viridis } from "../pictures/colours";
import { latestGradient, shareOf, type Vitals } from "./vitals";

/** So many widths and colours there are: a wire is drawn anew only when it goes from one to another. */
const SHADES = 24;
const BROKEN = "broken";

export interface Flow {
  stroke: string;
  strokeWidth: number;
}

/** How the wire that leaves a node is drawn; undefined as ever. */
export function useFlow(source: string): Flow | undefined {
  const shown = useView((state) => state.flow);
  const path = useView((state) => prefixOf(state.path));
  const shade = useStudio((state) =>
    shown && state.vitals ? shadeOf(state.network, state.vitals, path, source) : null,
  );
  if (shade === null) return undefined;
  if (shade === BROKEN) return { stroke: "var(--error)", strokeWidth: 6 };
  return { stroke: viridis(0.12 + 0.88 * shade), strokeWidth: 1.5 + 5 * shade };
}

export function shadeOf(network: Network, vitals: Vitals, prefix: string, source: string): number | "broken" | null {
  const norm = carried(network, vitals, prefix, source);
  if (norm === null) return null;
  if (!Number.isFinite(norm)) return BROKEN;
  return Math.round(SHADES * (shareOf(vitals, norm) ?? 0)) / SHADES;
}

const known = new WeakMap<Vitals, { network: Network; norms: Map<string, number | null> }>();

/** Asked by every wire at every change: remembered for one network and one moment. */
function carried(network: Network, vitals: Vitals, prefix: string, source: string): number | null {
  let memory = known.get(vitals);
  if (memory?.network !== network) {
    memory = { network, norms: new Map() };
    known.set(vitals, memory);
  }
  const before = memory.norms.get(source);
  if (before !== undefined) return before;
  const found = nearest(network, vitals, prefix, source);
  memory.norms.set(source, found);
  return found;
}

function nearest(network: Network, vitals: Vitals, prefix: string, source: string): number | null {
  const { node, into } = lookup(network);
  const seen = new Set([source]);
  for (const id of seen) {
    const layer = node.get(id)?.layer;
    const norm = layer === undefined ? null : latestGradient(vitals, prefix + layer);
    if (norm !== null) return norm;
    for (const edge of into.get(id) ?? []) seen.add(edge.source);
  }
  return null;
}
