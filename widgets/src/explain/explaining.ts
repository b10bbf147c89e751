// Explanations as the studio asks for and shows them: names, and buffers as numbers. Pure.
import { floats } from "../buffers";
import type { Answered, Command, ExplainedPart, SampleExplained } from "../messages";

export type Method = SampleExplained["method"];

export interface Wish {
  method: Method;
  /** Whose maps Grad-CAM shows, and whose unit is maximised; null is the last convolution. */
  node: string | null;
  /** The class or unit; null is the one with the largest answer. */
  unit: number | null;
  output: number;
}

export const FIRST_WISH: Wish = { method: "grad_cam", node: null, unit: null, output: 0 };

export const METHODS: readonly (readonly [Method, string, string])[] = [
  ["grad_cam", "Grad-CAM", "Where a layer's maps speak for the answer"],
  ["integrated_gradients", "Integrated gradients", "What each value adds to the answer, from zeros to the sample"],
  ["smooth_grad", "SmoothGrad", "How the answer follows each value, averaged over noise"],
  ["occlusion", "Occlusion", "What the answer loses when a part is covered"],
  ["maximise", "Activation maximisation", "An input that a unit answers strongly to, made from noise"],
];

/** Whether a method is about a node that can be chosen. */
export const hasNode = (method: Method): boolean => method === "grad_cam" || method === "maximise";

export function commandOf(wish: Wish, view: string, sample: number): Command {
  const { method, unit, output } = wish;
  const node = hasNode(method) ? wish.node : null;
  return { type: "explain_sample", view, method, sample, node, unit, output, input: 0, options: {} };
}

export interface Part {
  part: ExplainedPart;
  /** Of an image; empty otherwise. */
  pixels: Uint8Array;
  /** Empty where there is no heat. */
  heat: Float32Array;
}

/** The parts with the buffers that are theirs. */
export function partsOf({ answer, buffers }: Answered<SampleExplained>): Part[] {
  let at = 0;
  return answer.parts.map((part) => ({
    part,
    pixels: (part.kind === "image" ? buffers[at++] : undefined) ?? new Uint8Array(),
    heat: floats(part.shape.length > 0 ? buffers[at++] : undefined),
  }));
}

/** The largest size of a finite value; 1 where all are 0. */
export function largest(values: ArrayLike<number>): number {
  let found = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i] ?? 0);
    if (Number.isFinite(size) && size > found) found = size;
  }
  return found || 1;
}

/** What a unit of the answer is called: the class, where each has a unit, or the second of two where one unit tells them apart. */
export function unitName(unit: readonly number[], units: number, names: readonly string[]): string {
  const [first] = unit;
  if (unit.length !== 1 || first === undefined) return `value at ${unit.join(", ")}`;
  if (units === 1 && names.length === 2) return names[1] ?? "";
  return (names.length === units ? names[first] : undefined) ?? `unit ${first}`;
}
