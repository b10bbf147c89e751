// What a wire says of its tensor: its axes without the batch, and which of them do not fit the node they go to.
import type { Edge, Network, Report } from "../messages";
import { wireShape } from "../ui/format";
import { edgesInto } from "./lookup";

export interface AxisWord {
  text: string;
  wrong: boolean;
}

/** The axes as words; null while the shape is not known. `wrong` marks those that differ between a faulty node's inputs. */
export function axisWords(network: Network, report: Report, edge: Edge): AxisWord[] | null {
  const own = shapeOf(report, edge);
  if (!own) return null;
  const words = wireShape(own).split("×");
  const others =
    report.nodes[edge.target]?.state === "faulty"
      ? edgesInto(network, edge.target).flatMap((each) => {
          const shape = each === edge ? null : shapeOf(report, each);
          return shape?.length === own.length ? [shape] : [];
        })
      : [];
  return words.map((text, i) => ({ text, wrong: others.some((shape) => shape[i + 1] !== own[i + 1]) }));
}

function shapeOf(report: Report, edge: Edge): (number | null)[] | undefined {
  return report.nodes[edge.source]?.outputs[edge.output]?.shape;
}
