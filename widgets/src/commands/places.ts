// The nodes and notes of a drawing, those inside blocks too, as rows to find one by its name.
import { kindWord } from "../canvas/words";
import type { Network } from "../messages";

interface Spot {
  /** The node or the note as it is known outside. */
  id: string;
  name: string;
  kind: string;
  /** The names of the blocks it is inside of, outermost first. */
  inside: string;
}

export function spots(network: Network, prefix = "", inside: readonly string[] = []): Spot[] {
  const layers = new Map(network.layers.map((layer) => [layer.id, layer]));
  const seen = new Set<string>();
  const around = inside.join(" › ");
  const notes = network.notes.map(({ id, text }) => ({
    id: prefix + id,
    name: title(text),
    kind: "Note",
    inside: around,
  }));
  const nodes = network.nodes.flatMap((node) => {
    const layer = layers.get(node.layer);
    if (!layer) return [];
    const kind = layer.network ? "Block" : kindWord(layer.kind);
    const here: Spot = { id: prefix + node.id, name: layer.name, kind, inside: around };
    const again = seen.has(layer.id);
    seen.add(layer.id);
    if (!layer.network || again) return [here];
    return [here, ...spots(layer.network, `${prefix}${layer.id}/`, [...inside, layer.name])];
  });
  return [...nodes, ...notes];
}

const LETTERS = 60;

/** The first line of a note that says something, without the marks of Markdown. */
function title(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^[\s#>+-]+|[*_`]/g, "").trim());
  const first = lines.find(Boolean) ?? "Empty note";
  return first.length > LETTERS ? `${first.slice(0, LETTERS)}…` : first;
}
