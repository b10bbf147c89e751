// A block in the few words that fit its card, and nodes inside of blocks by name.
import type { Layer, Network } from "../messages";
import { counted } from "../ui/format";
import { layerCount, layersOn, parted } from "./paths";

/** "5 layers", "2 layers · shared weights". */
export function blockWords(layer: Layer, network: Network): string {
  const words = counted(layerCount(network), "layer");
  return layer.repeat > 1 && layer.shared ? `${words} · shared weights` : words;
}

/** What the screen and sentences call a layer: Block, Input, or its kind. */
export function layerWord(layer: Layer): string {
  if (layer.network) return "Block";
  return layer.kind === "InputLayer" ? "Input" : layer.kind;
}

/** "×3" for a block that runs three times in a row; nothing for one that runs once. */
export function timesWord(layer: Layer): string {
  return layer.repeat > 1 ? `×${layer.repeat}` : "";
}

/** The name of a node known by its id outside: "encoder / conv" for one inside a block; undefined when it is gone. */
export function nameOf(network: Network, id: string): string | undefined {
  const { path, node } = parted(id);
  const layers = layersOn(network, path);
  const where = path.length === 0 ? network : layers?.at(-1)?.network;
  const called = where?.nodes.find((each) => each.id === node)?.layer;
  const name = where?.layers.find((each) => each.id === called)?.name;
  return name && layers ? [...layers.map((layer) => layer.name), name].join(" / ") : undefined;
}
