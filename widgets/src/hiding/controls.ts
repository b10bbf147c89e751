// What a teacher can hide, by the name that documents use. What is hidden is not drawn; keys and Python still reach it.

export interface Control {
  name: string;
  title: string;
  /** Where it stands in the studio. */
  at: string;
}

export interface ControlGroup {
  title: string;
  controls: readonly Control[];
}

const byTestId = (...ids: string[]) => ids.map((id) => `[data-testid="${id}"]`).join(", ");
const control = (name: string, title: string, at: string): Control => ({ name, title, at });
const tested = (name: string, title: string, ...ids: string[]) => control(name, title, byTestId(...ids));
const tab = (name: string, title: string) =>
  control(`${name}_tab`, title, `#tab-${name}, #dock-panel[aria-labelledby="tab-${name}"]`);
/** A row of a form: the label and the field stand beside each other. */
const setting = (name: string, title: string) =>
  control(name, title, withNested(`[data-testid="training-form"] > .setting:has([data-testid="setting-${name}"])`));
/** How a choice is set stands below it. */
const withNested = (row: string) => `${row}, ${row} + .nested`;

export const CONTROLS: readonly ControlGroup[] = [
  {
    title: "Above the canvas",
    controls: [
      tested("save", "Save", "save", "saved"),
      tested("undo", "Undo and redo", "undo", "redo"),
      tested("templates", "Templates", "templates"),
      tested("arrange", "Arrange", "arrange", "arrange-more"),
      tested("step", "Steps", "step-batch", "step-epoch"),
      tested("reset", "Stop and reset", "stop", "reset"),
      tested("export", "Export", "export"),
    ],
  },
  {
    title: "Around the canvas",
    controls: [
      tested("palette", "Layers to choose from", "palette", "rail"),
      control("settings", "Settings", ".inspector > :not(.result, .inspector-close)"),
      tested("training", "How it is trained", "training-form"),
      setting("optimizer", "Optimizer"),
      setting("loss", "Loss"),
      setting("batch_size", "Batch size"),
      setting("epochs", "Epochs"),
      tested("more_training", "Further training settings", "more-training"),
    ],
  },
  {
    title: "Panels below",
    controls: [
      tab("data", "Data"),
      tab("training", "Training"),
      tested("look_back", "Look back", "rewind"),
      tab("doctor", "Doctor"),
      tab("runs", "Runs"),
      tab("activations", "Activations"),
      tab("gradients", "Gradients"),
      tab("landscape", "Landscape"),
      tab("explain", "Explain"),
      tab("predictions", "Predictions"),
      tab("layers", "Layers"),
      tab("problems", "Problems"),
      tab("code", "Code"),
    ],
  },
  {
    title: "Points",
    controls: [
      control("data_sets", "Data sets", ".data-sets"),
      control("noise", "Noise", '.slider:has([data-testid="recipe-noise"])'),
      control("train_share", "Train share", '.slider:has([data-testid="recipe-share"])'),
      control("samples", "Number of points", '.recipe .setting:has([data-testid="setting-samples"])'),
      control("data_seed", "Seed of the points", '.recipe .setting:has([data-testid="setting-seed"])'),
      tested("new_sample", "New sample", "recipe-anew"),
      tested("features", "Features", "features"),
    ],
  },
  {
    title: "What is seen",
    controls: [
      tested("boundary", "Decision boundary", "result"),
      control("test_points", "Test points", 'label:has([data-testid="result-test"])'),
      control("discrete", "Discrete", 'label:has([data-testid="result-discrete"])'),
      tested("unit_wires", "Weights between units", "unit-wires", "strand"),
    ],
  },
];

const ALL = CONTROLS.flatMap((group) => group.controls);

/** Only what this version knows: other names hide nothing. */
export function known(names: readonly string[]): readonly Control[] {
  return ALL.filter(({ name }) => names.includes(name));
}

export function styleOf(names: readonly string[]): string {
  return known(names)
    .map(({ at }) => `:is(${at}) { display: none !important; }`)
    .join("\n");
}
