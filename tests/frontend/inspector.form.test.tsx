import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { EMPTY } from "../../widgets/src/edits";
import { Inspector } from "../../widgets/src/inspector/Inspector";
import type { Network } from "../../widgets/src/messages";
import type { Studio } from "../../widgets/src/studio";
import { createView } from "../../widgets/src/view";
import { Kernel, kindOf, snapshotOf } from "./kernel";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const dense = kindOf("Dense", [
  { name: "units", type: "integer", default: 32, required: true, minimum: 1, prominent: true },
  { name: "activation", type: "object", family: "activations", optional: true, prominent: true },
  { name: "use_bias", type: "boolean", default: true },
  { name: "dtype", type: "choice", optional: true, choices: ["float16", "float32", "float64"] },
]);
const network: Network = {
  name: "net",
  layers: [
    {
      id: "l",
      kind: "Dense",
      name: "first",
      settings: { units: 8 },
      trainable: true,
      network: null,
      repeat: 1,
      shared: false,
    },
  ],
  nodes: [{ id: "n", layer: "l", x: 0, y: 0, arguments: {}, exposes: null, bypassed: false, pinned: false }],
  edges: [],

  notes: [],
  signature: EMPTY.signature,
};

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
      activations: [kindOf("relu", []), kindOf("tanh", [])],
      optimizers: [
        kindOf("Adam", [{ name: "learning_rate", type: "float", default: 0.001, minimum: 0, prominent: true }]),
        kindOf("SGD", []),
      ],
      losses: [kindOf("Huber", [])],
      metrics: [kindOf("AUC", [])],
    },
  });
  studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
  const view = createView();
  view.setState({ nodes: ["n"] });
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

function get<E extends HTMLElement = HTMLElement>(testid: string): E {
  const found = mount.querySelector<E>(`[data-testid="${testid}"]`);
  if (!found) throw new Error(`nothing is called ${testid}`);
  return found;
}

async function type(testid: string, text: string, key = ""): Promise<void> {
  const field = get<HTMLInputElement>(testid);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  if (key) await act(async () => field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
}

async function pick(testid: string, value: string): Promise<void> {
  const field = get<HTMLSelectElement>(testid);
  await act(async () => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const change = { type: "change_setting", layer: "l", index: null };

test("Enter keeps what is typed, as one edit", async () => {
  await type("setting-units", "64", "Enter");
  expect(kernel.sent).toEqual([{ type: "apply_edit", edit: { ...change, setting: "units", value: 64, reset: false } }]);
  expect(get<HTMLInputElement>("setting-units").value).toBe("64");
});

test("what does not fit is said while typing, and never sent", async () => {
  await type("setting-units", "many");
  expect(get("trouble-units").textContent).toBe("units is a whole number from 1 on.");
  expect(get("setting-units").getAttribute("aria-invalid")).toBe("true");
  await type("setting-units", "many", "Enter");
  expect(kernel.sent).toEqual([]);
});

test("Esc takes back what was typed", async () => {
  await type("setting-units", "many", "Escape");
  expect(get<HTMLInputElement>("setting-units").value).toBe("8");
  expect(mount.querySelector('[data-testid="trouble-units"]')).toBeNull();
  expect(kernel.sent).toEqual([]);
});

test("a refusal of the kernel stands at its field, with what was typed, until another value is taken", async () => {
  kernel.answer = () => ({ type: "failed", message: "8 units at most.", code: "", setting: "units", traceback: "" });
  await type("setting-units", "9", "Enter");
  expect(get("trouble-units").textContent).toBe("8 units at most.");
  expect(get<HTMLInputElement>("setting-units").value).toBe("9");
  expect(studio.store.getState().network.layers[0]?.settings.units).toBe(8);
  expect(studio.store.getState().notice).toBeNull();
  kernel.answer = () => undefined;
  await type("setting-units", "7", "Enter");
  expect(mount.querySelector('[data-testid="trouble-units"]')).toBeNull();
  expect(get<HTMLInputElement>("setting-units").value).toBe("7");
});

test("a choice of the default is stored as nothing", async () => {
  await pick("setting-activation", "relu");
  await pick("setting-activation", "");
  expect(kernel.sent).toEqual([
    { type: "apply_edit", edit: { ...change, setting: "activation", value: "relu", reset: false } },
    { type: "apply_edit", edit: { ...change, setting: "activation", value: null, reset: true } },
  ]);
});

test("what is rarely changed is folded away until asked for", async () => {
  expect(mount.querySelector('[data-testid="setting-use_bias"]')).toBeNull();
  expect(get("more-settings").textContent).toBe("2 more settingsall default");
  await act(async () => get("more-settings").click());
  await act(async () => get("setting-use_bias").click());
  expect(kernel.sent).toEqual([
    { type: "apply_edit", edit: { ...change, setting: "use_bias", value: false, reset: false } },
  ]);
  expect(get("more-settings").textContent).toBe("2 more settings1 changed");
});

test("without a kernel nothing can be changed", async () => {
  await act(async () => {
    kernel.stream.comm_live = false;
    kernel.stream.tell("comm_live_update");
  });
  expect(get<HTMLInputElement>("setting-units").disabled).toBe(true);
  expect(get<HTMLInputElement>("layer-name").disabled).toBe(true);
});

test("a taken name is refused where it is typed", async () => {
  await act(async () =>
    studio.store.setState(({ network: old }) => ({
      network: {
        ...old,
        layers: [...old.layers, { ...(old.layers[0] as (typeof old.layers)[0]), id: "m", name: "second" }],
      },
    })),
  );
  await type("layer-name", "second", "Enter");
  expect(mount.textContent).toContain("The name “second” is taken; layer names are unique in a network.");
  expect(kernel.sent).toEqual([]);
});
