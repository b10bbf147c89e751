// What a wire says of its tensor: its axes without the batch, and which of them do not fit the node they go to.
import type { Edge, Network, Report } from "../messages";
import { misfits } from "../problems/axes";
import { wireShape } from "../ui/format";

export interface AxisWord {
  text: string;
  wrong: boolean;
}

/** The axes as words; null while the shape is not known. `wrong` marks those that keep a merge from working. */
export function axisWords(network: Network, report: Report, edge: Edge): AxisWord[] | null {
  const own = shapeOf(report, edge);
  if (!own) return null;
  const words = wireShape(own).split("×");
  const odd = misfits(network, report, edge.target);
  return words.map((text, i) => ({ text, wrong: odd.has(i) }));
}

function shapeOf(report: Report, edge: Edge): (number | null)[] | undefined {
  return report.nodes[edge.source]?.outputs[edge.output]?.shape;
}
