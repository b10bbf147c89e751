// How many axes a layer takes: the ports that a wire can't go to for that, and the sentence that says so.
import { kindOf } from "../blocks/kinds";
import { layerWord } from "../blocks/words";
import type { Edge, Kind, Network, NodeReport, TensorSpec } from "../messages";
import type { End } from "./ends";
import { layerAt, lookup } from "./lookup";

export type Reports = Readonly<Record<string, NodeReport>>;
type Kinds = Readonly<Record<string, Kind>>;

/** By the rank with the batch axis, as checking says it. */
const AXES: Record<number, string> = {
  2: "1 axis (features)",
  3: "2 axes (such as steps and features)",
  4: "3 axes (such as height, width and channels)",
  5: "4 axes (such as depth, height, width and channels)",
  6: "5 axes (such as steps, depth, height, width and channels)",
};

/** A port in words that a set can hold; an output's is its number. */
export const portKey = (node: string, port: string | number): string => `${node} ${port}`;

/** Why a wire's tensor has the wrong number of axes for where it goes; empty when it has not, or nobody knows yet. */
export function rankRefusal(network: Network, kinds: Kinds, reports: Reports, edge: Edge): string {
  const layer = layerAt(network, edge.target);
  const kind = kindOf(kinds, layer);
  const spec = reports[edge.source]?.outputs[edge.output];
  if (!layer || !kind || !spec || takes(kind, edge.port, spec)) return "";
  if (lookup(network).node.get(edge.target)?.bypassed) return "";
  const wanted = AXES[kind.ranks[0] ?? 0] ?? "another number of axes";
  return `${layerWord(layer)} “${layer.name}” needs samples of ${wanted}; received ${sampleSize(spec)}.`;
}

/** The ports that a wire from this end can't go to, because its tensor has the wrong number of axes. */
export function unfitting(network: Network, kinds: Kinds, reports: Reports, end: End): ReadonlySet<string> {
  const found = new Set<string>();
  const judge = (edge: Edge, key: string) => {
    if (rankRefusal(network, kinds, reports, edge)) found.add(key);
  };
  for (const { id } of network.nodes) {
    if ("output" in end) {
      const port = kindOf(kinds, layerAt(network, id))?.ports[0]?.name;
      if (port) judge({ source: end.node, output: end.output, target: id, port, slot: 0 }, portKey(id, port));
    } else {
      const { node: target, port, slot } = end;
      for (const output of reports[id]?.outputs.keys() ?? [])
        judge({ source: id, output, target, port, slot }, portKey(id, output));
    }
  }
  return found;
}

/** Keras's layers say it of their first input alone. */
function takes({ ranks, ports }: Kind, port: string, { shape }: TensorSpec): boolean {
  return ranks.length === 0 || port !== ports[0]?.name || ranks.includes(shape.length);
}

function sampleSize({ shape }: TensorSpec): string {
  const [, ...axes] = shape;
  return axes.length > 0 ? axes.map((axis) => axis ?? "?").join("×") : "single values";
}
