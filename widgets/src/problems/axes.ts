// Which axes of the tensors at a merge do not fit each other: those alone are marked, in the sentence, on the wires and in the table.
import { edgesInto, layerAt, problemsOf } from "../canvas/lookup";
import type { Network, Report } from "../messages";

type Axis = number | string | null;

/** The axes that differ between samples of one rank; an axis of length 1 is stretched, and the `free` one may differ. */
export function oddAxes(samples: readonly (readonly Axis[])[], free: number | null = null): Set<number> {
  const [first] = samples;
  if (!first || samples.some((sample) => sample.length !== first.length)) return new Set();
  const odd = first.flatMap((_, axis) => {
    const lengths = new Set(samples.map((sample) => sample[axis]));
    if (free === null) for (const one of [1, "1"]) lengths.delete(one);
    return axis !== free && lengths.size > 1 ? [axis] : [];
  });
  return new Set(odd);
}

const NONE: ReadonlySet<number> = new Set();

/** The axes, counted without the batch, that keep a merge from working; none for a node with another problem. */
export function misfits(network: Network, report: Report, node: string): ReadonlySet<number> {
  if (!problemsOf(report.problems, node).some((problem) => problem.code === "unequal_shapes")) return NONE;
  const shapes = edgesInto(network, node).flatMap((edge) => {
    const shape = report.nodes[edge.source]?.outputs[edge.output]?.shape;
    return shape ? [shape.slice(1)] : [];
  });
  const layer = layerAt(network, node);
  if (layer?.kind !== "Concatenate") return oddAxes(shapes);
  const axis = Number(layer.settings.axis ?? -1);
  return oddAxes(shapes, axis < 0 ? (shapes[0]?.length ?? 0) + axis : axis - 1);
}
