import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { inside } from "../../widgets/src/blocks/level";
import { SurroundingsContext } from "../../widgets/src/context";
import { Inspector } from "../../widgets/src/inspector/Inspector";
import { outputNames } from "../../widgets/src/inspector/OutputsForm";
import type { Layer, Network, TrainingSettings } from "../../widgets/src/messages";
import type { Studio } from "../../widgets/src/studio";
import { createView } from "../../widgets/src/view";
import { Kernel, kindOf, snapshotOf } from "./kernel";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const dense = kindOf("Dense", [{ name: "units", type: "integer", default: 32, required: true, minimum: 1 }]);
const rate = { name: "learning_rate", type: "float", family: "schedules", default: 0.001, minimum: 0 } as const;
const layer = (name: string): Layer =>
  ({
    ...({ network: null, repeat: 1, repeat_shared: false } as Partial<Layer>),
    id: name,
    kind: "Dense",
    name,
    settings: { units: 1 },
    trainable: true,
  }) as Layer;
const network: Network = {
  name: "net",
  layers: ["trunk", "number", "label"].map(layer),
  nodes: ["trunk", "number", "label"].map((id) => ({ id, layer: id, x: 0, y: 0, arguments: {}, exposes: null })),
  edges: ["number", "label"].map((target) => ({ source: "trunk", target, output: 0, port: "inputs", slot: 0 })),
  notes: [],
} as unknown as Network;

let kernel: Kernel;
let studio: Studio;
let mount: HTMLElement;
let root: Root;

beforeEach(async () => {
  kernel = new Kernel(snapshotOf(network, [dense]), {
    keras_version: "3",
    groups: [],
    layers: [dense],
    objects: {
      optimizers: [kindOf("Adam", [{ ...rate, prominent: true }]), { ...kindOf("Optimizer", []), obstacle: "A base." }],
      schedules: [
        kindOf("CosineDecay", [
          { name: "initial_learning_rate", type: "float", required: true, default: 0.001 },
          { name: "decay_steps", type: "integer", required: true, default: 1000 },
        ]),
      ],
      losses: [kindOf("Huber", [{ name: "delta", type: "float", default: 1 }]), kindOf("Poisson", [])],
      metrics: [
        kindOf("AUC", [{ name: "num_thresholds", type: "integer", default: 200 }]),
        kindOf("PrecisionAtRecall", [{ name: "recall", type: "float", required: true, default: 0.5 }]),
      ],
    },
  });
  studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
  const view = createView();
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <Inspector />
      </SurroundingsContext>,
    ),
  );
  kernel.sent.length = 0;
});

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

async function click(selector: string, from: Element | undefined): Promise<void> {
  const button = from?.querySelector<HTMLElement>(selector);
  if (!button) throw new Error(`there is no ${selector}`);
  await act(async () => button.click());
}

function within<E extends HTMLElement = HTMLElement>(place: string, testid: string): E {
  const found = mount.querySelector<E>(`${place} [data-testid="${testid}"]`);
  if (!found) throw new Error(`nothing in ${place} is called ${testid}`);
  return found;
}

async function pick(testid: string, value: string): Promise<void> {
  const field = within<HTMLSelectElement>("", testid);
  await act(async () => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function type(place: string, testid: string, text: string): Promise<void> {
  const field = within<HTMLInputElement>(place, testid);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await act(async () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
}

const said = (): TrainingSettings => studio.store.getState().training as TrainingSettings;
const titles = (testid: string) =>
  [...within<HTMLSelectElement>("", testid).options].map((option) => option.textContent);

test("what can't be chosen is not offered", () => {
  expect(titles("setting-optimizer")).toEqual(["Adam"]);
});

test("the learning rate is a number, or a schedule with settings of its own", async () => {
  await type("", "setting-learning_rate", "0.01");
  expect(said().optimizer).toEqual({ kind: "Adam", settings: { learning_rate: 0.01 } });
  const chooser = [...mount.querySelectorAll("select")].find((each) =>
    [...each.options].some((option) => option.value === "CosineDecay"),
  );
  expect(chooser).toBeDefined();
  await act(async () => {
    (chooser as HTMLSelectElement).value = "CosineDecay";
    chooser?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await type("", "setting-decay_steps", "50");
  expect(said().optimizer.settings.learning_rate).toEqual({
    kind: "CosineDecay",
    settings: { initial_learning_rate: 0.001, decay_steps: 50 },
  });
});

test("a learning rate that was found is set by a click, and why none was found is said", async () => {
  const sentence = "The loss falls fastest at 0.0042; it still falls at the highest.";
  kernel.answer = ({ type: kind }) =>
    kind === "find_rate" ? { type: "rates_tried", count: 0, suggested: 0.0042, sentence } : undefined;
  await click('[data-testid="find-rate"]', mount);
  expect(kernel.sent.some((command) => command.type === "find_rate" && !command.stop)).toBe(true);
  expect(within("", "find-rate-found").textContent).toBe(sentence);
  await click('[data-testid="find-rate-use"]', mount);
  expect(said().optimizer).toEqual({ kind: "Adam", settings: { learning_rate: 0.0042 } });
  expect(kernel.sent.at(-1)).toMatchObject({ type: "configure", training: { optimizer: said().optimizer } });
  const message = "There is no data to try learning rates on.";
  kernel.answer = ({ type: kind }) =>
    kind === "find_rate" ? { type: "failed", message, code: "", setting: null, traceback: "" } : undefined;
  await click('[data-testid="find-rate"]', mount);
  expect(within("", "find-rate-failed").textContent).toBe(message);
  await click('[data-testid="find-rate-close"]', mount);
  expect(mount.querySelector('[data-testid="find-rate-failed"]')).toBeNull();
});

test("a range test that was given up says nothing of the one that was begun after it", async () => {
  await click('[data-testid="find-rate"]', mount);
  const first = kernel.held.splice(0);
  expect(first.length).toBe(1);
  await click('[data-testid="find-rate-stop"]', mount);
  await click('[data-testid="find-rate"]', mount);
  await act(async () => first[0]?.({ type: "failed", message: "Superseded.", code: "", setting: null, traceback: "" }));
  expect(within("", "find-rate-stop").textContent).toBe("Stop");
  const found = { type: "rates_tried", count: 0, suggested: null, sentence: "The loss did not fall." } as const;
  await act(async () => kernel.held[0]?.(found));
  expect(within("", "find-rate-found").textContent).toBe("The loss did not fall.");
  expect(mount.querySelector('[data-testid="find-rate-use"]')).toBeNull();
});

test("metrics have their settings; the demanded ones stand open", async () => {
  await pick("setting-metrics", "PrecisionAtRecall");
  await type('[data-testid="metric-PrecisionAtRecall"]', "setting-recall", "0.8");
  expect(said().metrics).toEqual([{ kind: "PrecisionAtRecall", settings: { recall: 0.8 } }]);
});

test("the same metric may be measured twice, with other settings, and either be taken out", async () => {
  await pick("setting-metrics", "AUC");
  await pick("setting-metrics", "AUC");
  const [first] = [...mount.querySelectorAll('[data-testid="metric-AUC"]')];
  await click('[data-testid="more-settings"]', first);
  await type('[data-testid="metric-AUC"]', "setting-num_thresholds", "50");
  expect(said().metrics).toEqual([
    { kind: "AUC", settings: { num_thresholds: 50 } },
    { kind: "AUC", settings: {} },
  ]);
  await click('[aria-label="Do not measure AUC"]', first);
  expect(said().metrics).toEqual([{ kind: "AUC", settings: {} }]);
});

test("each of several outputs has a loss, a weight and metrics of its own", async () => {
  expect(outputNames(network)).toEqual(["number", "label"]);
  await pick("setting-loss of number", "Huber");
  await type('[data-testid="output-number"]', "setting-loss weight", "0.25");
  await pick("setting-metrics of label", "AUC");
  expect(said()).toMatchObject({
    loss: null,
    output_losses: { number: { kind: "Huber", settings: {} } },
    loss_weights: { number: 0.25 },
    output_metrics: { label: [{ kind: "AUC", settings: {} }] },
  });
  await pick("setting-loss of number", "");
  expect(said().output_losses).toEqual({});
  expect(kernel.sent.every((command) => command.type === "configure")).toBe(true);
});

test("what was said of an output that is gone can be forgotten", async () => {
  await act(async () =>
    studio.store.setState({ training: { ...said(), output_losses: { old: { kind: "Huber", settings: {} } } } }),
  );
  expect(within("", "gone-old").textContent).toContain("“old” is no output any more.");
  await act(async () => within("", "gone-old").querySelector("button")?.click());
  expect(said().output_losses).toEqual({});
});

test("a network with one output has one form", async () => {
  await act(async () =>
    studio.store.setState(({ network: old }) => ({
      network: { ...old, nodes: old.nodes.slice(0, 2), edges: old.edges.slice(0, 1) },
    })),
  );
  expect(mount.querySelector('[data-testid="by-output"]')).toBeNull();
});

test("inside a block it is still the drawing that is trained, with the drawing's outputs", async () => {
  studio.store.setState(({ network: whole }) => ({
    network: {
      ...whole,
      layers: whole.layers.map((each) =>
        each.id === "trunk" ? { ...each, kind: "Model", network: { ...network, layers: ["a", "b"].map(layer) } } : each,
      ),
    },
  }));
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio: inside(studio, ["trunk"]), view: createView(), root: mount }}>
        <Inspector />
      </SurroundingsContext>,
    ),
  );
  expect(mount.querySelector("h2")?.textContent).toBe("trunk");
  const outputs = [...mount.querySelectorAll("legend")].map((each) => each.textContent);
  expect(outputs).toEqual(["Output number", "Output label"]);
});

test("the precision is one of five, shown with the further settings, and sent as it is chosen", async () => {
  await click('[data-testid="more-training"]', mount);
  expect(titles("setting-precision")).toEqual(["default", "float32", "mixed_float16", "mixed_bfloat16", "float64"]);
  await pick("setting-precision", "mixed_float16");
  expect(said().precision).toBe("mixed_float16");
  await pick("setting-precision", "default");
  expect(said().precision).toBe("default");
});
