// The panels below the canvas, in the order of their tabs.
import type { DockTab } from "../view";

export const TABS: readonly (readonly [DockTab, string])[] = [
  ["data", "Data"],
  ["training", "Training"],
  ["doctor", "Doctor"],
  ["activations", "Activations"],
  ["gradients", "Gradients"],
  ["explain", "Explain"],
  ["predictions", "Predictions"],
  ["layers", "Layers"],
  ["problems", "Problems"],
  ["code", "Code"],
];
