// The panels below the canvas, in the order of their tabs: the run, the drawing, a look inside, text.
import type { DockTab } from "../view";

export interface Tab {
  name: DockTab;
  title: string;
  /** Tabs of one group stand together. */
  group: number;
}

const GROUPS: readonly (readonly (readonly [DockTab, string])[])[] = [
  [
    ["training", "Training"],
    ["doctor", "Doctor"],
    ["runs", "Runs"],
  ],
  [
    ["data", "Data"],
    ["layers", "Layers"],
    ["problems", "Problems"],
  ],
  [
    ["activations", "Activations"],
    ["predictions", "Predictions"],
    ["gradients", "Gradients"],
    ["landscape", "Landscape"],
    ["explain", "Explain"],
  ],
  [["code", "Code"]],
];

export const TABS: readonly Tab[] = GROUPS.flatMap((tabs, group) =>
  tabs.map(([name, title]) => ({ name, title, group })),
);
