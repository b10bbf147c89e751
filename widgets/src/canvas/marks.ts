// Marks that nodes and layers carry: bypassed, pinned, frozen. A mark goes to all that are selected, or off when all have it.
import type { Surroundings } from "../context";
import type { Edit, NetworkNode } from "../messages";
import { counted } from "../ui/format";
import { layerAt, lookup } from "./lookup";
import { batch } from "./verbs";

function chosen({ studio, view }: Surroundings): NetworkNode[] {
  const { node } = lookup(studio.store.getState().network);
  return view.getState().nodes.flatMap((id) => node.get(id) ?? []);
}

/** Leave the selected nodes out of the model, what enters them going straight on; or take them in again. */
export function toggleBypass(around: Surroundings): void {
  const { network } = around.studio.store.getState();
  const nodes = chosen(around).filter((node) => layerAt(network, node.id)?.kind !== "InputLayer");
  const bypassed = !nodes.every((node) => node.bypassed);
  const edits = nodes
    .filter((node) => node.bypassed !== bypassed)
    .map((node): Edit => ({ type: "set_bypassed", node: node.id, bypassed }));
  if (edits.length > 0) around.studio.edit(batch(edits, bypassed ? "Bypass" : "Take in again"));
  else if (chosen(around).length > 0) around.studio.notify("info", "Data enters at an Input; it can't be bypassed.");
}

/** Let the selected nodes keep their places when the drawing is arranged. */
export function togglePin(around: Surroundings): void {
  const nodes = chosen(around);
  const pinned = !nodes.every((node) => node.pinned);
  const edits = nodes
    .filter((node) => node.pinned !== pinned)
    .map((node): Edit => ({ type: "set_pinned", node: node.id, pinned }));
  if (edits.length > 0) around.studio.edit(batch(edits, pinned ? "Pin" : "Unpin"));
}

/** Let training leave the weights of the selected layers as they are, or change them again. */
export function toggleFreeze(around: Surroundings): void {
  const { network, report } = around.studio.store.getState();
  const layers = new Map(chosen(around).map((node) => [node.layer, layerAt(network, node.id)]));
  const own = [...layers.values()].flatMap((layer) => layer ?? []);
  const calls = new Map(network.nodes.map((node) => [node.layer, node.id]));
  const weighty = own.filter(
    (layer) => (report.nodes[calls.get(layer.id) ?? ""]?.parameters ?? 1) > 0 || layer.network,
  );
  if (own.length > 0 && weighty.length === 0) {
    around.studio.notify("info", `${counted(own.length, "layer")} without weights: there is nothing to freeze.`);
    return;
  }
  const trainable = !weighty.some((layer) => layer.trainable);
  const edits = weighty
    .filter((layer) => layer.trainable !== trainable)
    .map((layer): Edit => ({ type: "set_trainable", layer: layer.id, trainable }));
  if (edits.length > 0) around.studio.edit(batch(edits, trainable ? "Unfreeze" : "Freeze"));
}
