// What the doctor had before it, and the figures that show a finding, in words.
import type { Looked } from "../messages";
import { count, counted, measured } from "../ui/format";

/** "Looked at 1,200 steps and 12 epochs, the gradients of 24 steps, and 3 layers with 360 samples." */
export function lookedWords({ steps, epochs, moments, layers, samples }: Looked): string {
  const parts = [
    epochs > 0 ? `${counted(steps, "step")} and ${counted(epochs, "epoch")}` : counted(steps, "step"),
    ...(moments > 0 ? [`the gradients of ${counted(moments, "step")}`] : []),
    ...(samples > 0 ? [`the units of ${counted(layers, "layer")} with ${counted(samples, "sample")}`] : []),
  ];
  const last = parts.pop();
  return `Looked at ${parts.length > 0 ? `${parts.join(", ")}, and ${last}` : last}.`;
}

/** A figure as it is printed: what is counted whole, what is measured with three digits. */
export function figure(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? count(value) : measured(value);
}
