// The nodes of a drawing, those inside blocks too, as rows to find one by its name.
import { kindWord } from "../canvas/words";
import type { Network } from "../messages";

interface Spot {
  /** The node as it is known outside. */
  id: string;
  name: string;
  kind: string;
  /** The names of the blocks it is inside of, outermost first. */
  inside: string;
}

export function spots(network: Network, prefix = "", inside: readonly string[] = []): Spot[] {
  const layers = new Map(network.layers.map((layer) => [layer.id, layer]));
  const seen = new Set<string>();
  return network.nodes.flatMap((node) => {
    const layer = layers.get(node.layer);
    if (!layer) return [];
    const kind = layer.network ? "Block" : kindWord(layer.kind);
    const here: Spot = { id: prefix + node.id, name: layer.name, kind, inside: inside.join(" › ") };
    const again = seen.has(layer.id);
    seen.add(layer.id);
    if (!layer.network || again) return [here];
    return [here, ...spots(layer.network, `${prefix}${layer.id}/`, [...inside, layer.name])];
  });
}
