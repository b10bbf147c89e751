// What the outputs of a node are called, where it has several.
import { outputNames } from "../blocks/kinds";
import type { Layer, Network, NodeReport } from "../messages";

const NONE: readonly string[] = [];
const ofBlocks = new WeakMap<Network, readonly string[]>();

/** The names in order; none while they are unknown, or where there is one output, which needs no name. */
export function namesOfOutputs(layer: Layer | undefined, report: NodeReport | undefined): readonly string[] {
  if (!layer?.network) return report?.output_names ?? NONE;
  const known = ofBlocks.get(layer.network);
  if (known) return known;
  const found = outputNames(layer.network);
  const names = found.length > 1 ? found : NONE;
  ofBlocks.set(layer.network, names);
  return names;
}

/** What an output is called among `count`; alone it is "output", and without a name it has its number. */
export function outputWord(names: readonly string[], output: number, count: number): string {
  return names[output] ?? (count > 1 ? `output ${output + 1}` : "output");
}
