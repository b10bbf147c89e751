// What is done with blocks from the keyboard and the panels; the kernel works each out, as one undo step.
import { freshId } from "../canvas/creating";
import { layerAt, lookup } from "../canvas/lookup";
import type { Surroundings } from "../context";
import type { Answer, Layer, NetworkNode } from "../messages";
import { counted } from "../ui/format";
import * as going from "./going";
import { outsideOf } from "./level";
import { networkAt } from "./paths";

type Found = Extract<Answer, { type: "found_blocks" }>;

interface BlockNode {
  node: NetworkNode;
  layer: Layer;
}

/** The block that is selected, alone; null for anything else. */
export function selectedBlock({ studio, view }: Surroundings): BlockNode | null {
  const { network } = studio.store.getState();
  const [id, ...others] = view.getState().nodes;
  const node = lookup(network).node.get(id ?? "");
  const layer = node && layerAt(network, node.id);
  return node && layer?.network && others.length === 0 ? { node, layer } : null;
}

/** Make a block of the selected nodes, and select it. */
export async function groupSelection(around: Surroundings): Promise<void> {
  const { studio, view } = around;
  const { node: known } = lookup(studio.store.getState().network);
  const nodes = view.getState().nodes.filter((id) => known.has(id));
  if (nodes.length === 0) {
    studio.notify("info", "Select the layers that are to be one block first.");
    return;
  }
  const [layer, node] = [freshId("l"), freshId("n")];
  const done = await studio.command({ type: "group_nodes", nodes, layer, node, name: "block", path: [] });
  if (done) view.setState({ nodes: [node], edges: [] });
}

/** Put the layers of a block in its place, and select them. */
export async function dissolve(around: Surroundings, block = selectedBlock(around)): Promise<void> {
  const { studio, view } = around;
  if (!block) {
    studio.notify("info", "Select the block that is to be dissolved first.");
    return;
  }
  const before = new Set(studio.store.getState().network.nodes.map((node) => node.id));
  const calls = lookup(studio.store.getState().network).calls.get(block.layer.id) ?? 1;
  const done = await studio.command({ type: "dissolve_block", node: block.node.id, path: [] });
  if (!done) return;
  const { network } = studio.store.getState();
  view.setState({ nodes: network.nodes.map((node) => node.id).filter((id) => !before.has(id)), edges: [] });
  if (calls > 1) {
    studio.notify("info", `“${block.layer.name}” was called ${calls} times: all are dissolved, and share its layers.`);
  }
}

/** Make blocks of what repeats in the network on the screen. */
export async function findBlocks({ studio, view }: Surroundings): Promise<void> {
  const done = await studio.command<Found>({ type: "find_blocks", path: [] });
  if (!done) return;
  const { blocks, stages } = done.answer;
  view.setState({ nodes: [], edges: [] });
  studio.notify("info", `Made ${counted(blocks, "block")}${stages > 0 ? ` in ${counted(stages, "stage")}` : ""}.`);
}

/** Out of the block that the view is in; nothing happens in the drawing itself. */
export function leave({ studio, view }: Surroundings): void {
  const { path } = view.getState();
  if (path.length === 0) return;
  const { network } = outsideOf(studio).store.getState();
  const node = networkAt(network, path.slice(0, -1))?.nodes.find((each) => each.layer === path.at(-1));
  going.leave(view, node?.id ?? null);
}
