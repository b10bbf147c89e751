// Each type of setting in its field: by keys, by dragging, by choosing, at any depth.
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { Inspector } from "../../widgets/src/inspector/Inspector";
import type { Answer, Catalog, Edit, Kind, Setting } from "../../widgets/src/messages";
import type { Studio } from "../../widgets/src/studio";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { kind, layer, node } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const units: Setting = { name: "units", type: "integer", default: 32, required: true, minimum: 1, prominent: true };
const cell = (name: string) => kind(name, { settings: [units], obstacle: "It is one time step." });
const every: Setting[] = [
  { ...units, help: "How many." },
  { name: "rate", type: "float", default: 0.5, minimum: 0, maximum: 1 },
  { name: "scale", type: "float", default: 0.001 },
  { name: "size", type: "tuple", default: [1, 1], length: 2, minimum: 1 },
  { name: "mode", type: "choice", default: "same", choices: ["valid", "same"] },
  { name: "bias", type: "boolean", default: true },
  { name: "limit", type: "integer", optional: true },
  { name: "words", type: "list", optional: true },
  { name: "window", type: "text", default: "hann", optional: true },
  { name: "start", type: "object", family: "initializers", default: "zeros" },
  { name: "inside", type: "object", family: "layers", optional: true, choices: ["GRUCell", "StackedRNNCells"] },
].map((each) => ({ ...each, prominent: true }) as Setting);

const thing = kind("Thing", {
  settings: every,
  summary: "Does a thing.",
  url: "https://keras.io/thing",
  arguments: [
    { name: "use_causal_mask", type: "boolean", default: false },
    { name: "training", type: "boolean", optional: true },
  ],
});
const stacked: Kind = kind("StackedRNNCells", {
  obstacle: "It is one time step.",
  settings: [
    {
      name: "cells",
      type: "list",
      family: "layers",
      required: true,
      prominent: true,
      choices: ["LSTMCell", "GRUCell"],
      default: [{ kind: "LSTMCell", settings: { units: 32 } }],
    },
  ],
});
const constant = kind("Constant", { settings: [{ name: "value", type: "float", default: 0 }] });
const catalog: Catalog = {
  keras_version: "3",
  groups: [],
  layers: [thing, cell("LSTMCell"), cell("GRUCell"), stacked, kind("ops.add", { ports: [] })],
  objects: { initializers: [kind("Zeros"), constant] },
};

let kernel: Kernel;
let studio: Studio;
let mount: HTMLElement;
let root: Root;

async function open(settings: Record<string, unknown> = { units: 8 }, kindName = "Thing"): Promise<void> {
  const network = {
    ...{ name: "net", edges: [], notes: [], signature: undefined },
    layers: [layer("it", kindName, settings)],
    nodes: [node("it")],
  };
  kernel = new Kernel(snapshotOf(network as never, catalog.layers as Kind[]), catalog);
  studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
  const view = createView();
  view.setState({ nodes: ["n-it"] });
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <Inspector />
      </SurroundingsContext>,
    ),
  );
  kernel.sent.length = 0;
}

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await act(async () => root.unmount());
  mount.remove();
});

function get<E extends HTMLElement = HTMLElement>(testid: string): E {
  const found = mount.querySelector<E>(`[data-testid="${testid}"]`);
  if (!found) throw new Error(`nothing is called ${testid}`);
  return found;
}

const stored = (): Record<string, unknown> => studio.store.getState().network.layers[0]?.settings ?? {};
const edits = (): Edit[] => kernel.sent.flatMap((command) => (command.type === "apply_edit" ? [command.edit] : []));
const click = (element: HTMLElement) => act(async () => element.click());
const labelled = (label: string) => mount.querySelector<HTMLElement>(`[aria-label="${label}"]`) as HTMLElement;

async function press(testid: string, key: string, more: KeyboardEventInit = {}): Promise<void> {
  await act(async () => get(testid).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more })));
}

async function type(testid: string, text: string): Promise<void> {
  const field = get<HTMLInputElement>(testid);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await press(testid, "Enter");
}

async function pick(testid: string, value: string): Promise<void> {
  const field = get<HTMLSelectElement>(testid);
  await act(async () => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function drag(name: string, by: number, more: PointerEventInit = {}): Promise<void> {
  const label = [...mount.querySelectorAll<HTMLElement>(".setting-name")].find((each) => each.textContent === name);
  if (!label) throw new Error(`no setting is called ${name}`);
  label.setPointerCapture = () => undefined;
  const send = (kind: string, clientX: number) =>
    act(async () => label.dispatchEvent(new PointerEvent(kind, { bubbles: true, button: 0, clientX, ...more })));
  await send("pointerdown", 100);
  await send("pointermove", 100 + by / 2);
  await send("pointermove", 100 + by);
  await send("pointerup", 100 + by);
}

test("the arrow keys change a number, and what several presses come to is one edit", async () => {
  await open();
  vi.useFakeTimers();
  await press("setting-units", "ArrowUp");
  await press("setting-units", "ArrowUp");
  await press("setting-units", "ArrowUp", { shiftKey: true });
  expect(get<HTMLInputElement>("setting-units").value).toBe("20");
  expect(edits()).toEqual([]);
  await act(async () => vi.runAllTimers());
  expect(edits()).toHaveLength(1);
  expect(stored()).toEqual({ units: 20 });
});

test("a number stays in its range, and a share moves by twentieths of it", async () => {
  await open({ units: 1 });
  await press("setting-units", "ArrowDown");
  expect(get<HTMLInputElement>("setting-units").value).toBe("1");
  await press("setting-rate", "ArrowUp");
  expect(get<HTMLInputElement>("setting-rate").value).toBe("0.55");
  await press("setting-rate", "ArrowDown", { altKey: true });
  expect(get<HTMLInputElement>("setting-rate").value).toBe("0.545");
  await press("setting-rate", "Enter");
  expect(stored().rate).toBe(0.545);
});

test("a number without a range moves by a tenth of its own size", async () => {
  await open();
  await press("setting-scale", "ArrowUp");
  expect(get<HTMLInputElement>("setting-scale").value).toBe("0.0011");
});

test("dragging the name changes the number, as one edit at the release", async () => {
  await open();
  await drag("units", 40);
  expect(edits()).toHaveLength(1);
  expect(stored().units).toBe(18);
  await drag("size", 8);
  expect(stored().size).toEqual([3, 3]);
  await drag("size", -200);
  expect("size" in stored()).toBe(false);
});

test("a press on a name that goes nowhere changes nothing", async () => {
  await open();
  await drag("units", 1);
  await drag("mode", 50);
  expect(edits()).toEqual([]);
});

test("Python's and people's ways of writing are taken", async () => {
  await open();
  await type("setting-scale", "1/255");
  await type("setting-size-0", "3, 5");
  await type("setting-words", "red, green, 3");
  await type("setting-window", "'none of these'");
  expect(stored()).toEqual({
    units: 8,
    scale: 1 / 255,
    size: [3, 5],
    words: ["red", "green", 3],
    window: "none of these",
  });
  expect(get<HTMLInputElement>("setting-scale").value).toBe("1/255");
  expect(get<HTMLInputElement>("setting-words").value).toBe("red, green, 3");
});

test("what may be None can be None again", async () => {
  await open({ units: 8, limit: 4 });
  await type("setting-limit", "None");
  expect("limit" in stored()).toBe(false);
  await type("setting-window", "None");
  expect(stored().window).toBe(null);
});

test("choices and switches store what differs, and their default as nothing", async () => {
  await open();
  const choose = (word: string) =>
    click([...get("setting-mode").querySelectorAll("button")].find((each) => each.textContent === word) as HTMLElement);
  await choose("valid");
  await click(get("setting-bias"));
  expect(stored()).toEqual({ units: 8, mode: "valid", bias: false });
  await choose("same");
  await click(get("reset-bias"));
  expect(stored()).toEqual({ units: 8 });
});

test("an object is chosen by its name and set in a form of its own", async () => {
  await open();
  expect(get<HTMLSelectElement>("setting-start").classList).toContain("muted");
  await pick("setting-start", "Constant");
  expect(stored().start).toBe("Constant");
  await click(get("more-settings"));
  await type("setting-value", "0.5");
  expect(stored().start).toEqual({ kind: "Constant", settings: { value: 0.5 } });
  await click(get("reset-value"));
  expect(stored().start).toBe("Constant");
});

test("an inner layer offers what fits, and a list of layers is added to, put in order and taken from", async () => {
  await open();
  const offered = [...get("setting-inside").querySelectorAll("option")].map((each) => each.textContent);
  expect(offered).toEqual(["None", "GRUCell", "StackedRNNCells"]);
  await pick("setting-inside", "StackedRNNCells");
  await click(get("add-cells"));
  await pick("setting-cells-1", "GRUCell");
  const second = get("cells-1").querySelector<HTMLInputElement>('[data-testid="setting-units"]') as HTMLInputElement;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(second, "5");
    second.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await act(async () => second.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
  const cells = () => (stored().inside as { settings: { cells: unknown } }).settings.cells;
  const [long, gated] = [
    { kind: "LSTMCell", settings: { units: 32 } },
    { kind: "GRUCell", settings: { units: 5 } },
  ];
  expect(cells()).toEqual([long, gated]);
  await click(labelled("Move cell 2 up"));
  expect(cells()).toEqual([gated, long]);
  await click(labelled("Remove cell 2"));
  expect(cells()).toEqual([gated]);
});

test("what is wrong inside is said at the field inside", async () => {
  await open({ units: 8, inside: { kind: "GRUCell", settings: { units: 0 } } });
  const problem = {
    code: "setting",
    message: "Too few.",
    severity: "error",
    node: "n-it",
    fixes: [],
    stage: "build",
  } as const;
  await act(async () =>
    studio.store.setState((old) => ({
      report: { ...old.report, problems: [{ ...problem, fixes: [], setting: "inside.units" }] },
    })),
  );
  const nested = mount.querySelector(".nested") as HTMLElement;
  expect(nested.querySelector('[data-testid="trouble-units"]')?.textContent).toBe("Too few.");
  expect(mount.querySelectorAll('[data-testid="trouble-units"]')).toHaveLength(1);
});

test("what a layer does stands at the top, and what a setting means is opened by key", async () => {
  await open();
  expect(get("summary").textContent).toBe("Does a thing. Docs");
  expect(get("summary").querySelector("a")?.href).toBe("https://keras.io/thing");
  const help = labelled("What units is");
  expect(help.tagName).toBe("BUTTON");
  await click(help);
  expect(mount.textContent).toContain("How many.");
  const note = mount.querySelector(`[id="${get("setting-units").getAttribute("aria-describedby")}"]`);
  expect(note?.textContent).toBe("How many.");
});

test("what a call takes besides tensors is an edit of the node", async () => {
  await open();
  expect(mount.querySelector('[data-testid="setting-training"]')).toBeNull();
  await click(get("setting-use_causal_mask"));
  expect(edits()).toEqual([
    { type: "change_argument", node: "n-it", argument: "use_causal_mask", value: true, reset: false, index: null },
  ]);
});

test("a layer that nobody registered shows what it is set to, and has its class written", async () => {
  await open({ depth: 3 }, "Stranger");
  expect(get("unknown-kind").textContent).toContain("depth3");
  const text = "class Stranger: ...";
  kernel.answer = (command): Answer | undefined =>
    command.type === "new_layer" ? { type: "source", text } : undefined;
  const written = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText: written } });
  await click(get("write-class"));
  expect(kernel.sent).toEqual([{ type: "new_layer", name: "Stranger", settings: { depth: 3 } }]);
  expect(written).toHaveBeenCalledWith(text);
});
