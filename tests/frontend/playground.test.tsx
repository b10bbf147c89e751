import { act, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { Features } from "../../widgets/src/features/Features";
import { HiddenMark, Hiding } from "../../widgets/src/hiding/Hiding";
import { HidingDialog } from "../../widgets/src/hiding/HidingDialog";
import type { Command, Network } from "../../widgets/src/messages";
import { RecipeForm } from "../../widgets/src/plane/RecipeForm";
import { StrandField } from "../../widgets/src/plane/StrandField";
import { bundleOf } from "../../widgets/src/plane/strands";
import { ShareDialog } from "../../widgets/src/sharing/ShareDialog";
import type { Studio } from "../../widgets/src/studio";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, kindOf, snapshotOf } from "./kernel";
import { edge, layer, node } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const KINDS = ["InputLayer", "Dense", "ops.get_item", "ops.square", "Concatenate"].map((name) => kindOf(name, []));
const NETWORK: Network = {
  name: "plain",
  layers: [layer("point", "InputLayer", { shape: [2] }), layer("a", "Dense", { units: 1 })],
  nodes: [node("point", 0), node("a", 224)],
  edges: [edge("point", "a")],
  notes: [],
  signature: { sequential: false, inputs: "plain", outputs: "plain", returned: [] },
};
const RECIPE = { samples: 250, noise: 0.1, train_share: null, seed: 0 };

let kernel: Kernel;
let studio: Studio;
let view: ViewStore;
let mount: HTMLElement;
let root: Root;

beforeEach(async () => {
  kernel = new Kernel(snapshotOf(NETWORK, KINDS), { keras_version: "3", groups: [], layers: KINDS, objects: {} });
  studio = await kernel.studio();
  view = createView();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
});

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

async function render(element: ReactElement): Promise<void> {
  await act(async () =>
    root.render(<SurroundingsContext value={{ studio, view, root: mount }}>{element}</SurroundingsContext>),
  );
  kernel.sent.length = 0;
}

const get = <T extends HTMLElement>(id: string): T => mount.querySelector(`[data-testid="${id}"]`) as T;
const click = (id: string) => act(async () => get(id).click());
const sent = <T extends Command["type"]>(type: T) =>
  kernel.sent.filter((each): each is Extract<Command, { type: T }> => each.type === type);

async function type(id: string, value: string, how: "input" | "change" = "input"): Promise<void> {
  const field = get<HTMLInputElement>(id);
  const proto = field.tagName === "TEXTAREA" ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, "value")?.set?.call(field, value);
  await act(async () => field.dispatchEvent(new Event("input", { bubbles: true })));
  if (how === "change") await act(async () => field.dispatchEvent(new Event("change", { bubbles: true })));
}

test("a slider shows each move, and asks for other points when it is let go", async () => {
  await render(<RecipeForm name="spiral" recipe={RECIPE} />);
  await type("recipe-noise", "0.3");
  expect(get("recipe-noise-words").textContent).toBe("0.30");
  expect(sent("choose_data")).toEqual([]);
  await type("recipe-noise", "0.4", "change");
  expect(sent("choose_data")).toEqual([{ type: "choose_data", name: "spiral", recipe: { ...RECIPE, noise: 0.4 } }]);
});

test("a new sample is the next seed, and a refusal stands at the form", async () => {
  await render(<RecipeForm name="spiral" recipe={RECIPE} />);
  kernel.answer = (command) =>
    command.type === "choose_data"
      ? { type: "failed", message: "No such points.", code: "", setting: null, traceback: "" }
      : undefined;
  await click("recipe-anew");
  expect(sent("choose_data")[0]?.recipe?.seed).toBe(1);
  expect(mount.querySelector('[role="alert"]')?.textContent).toBe("No such points.");
});

test("a feature is switched by one edit, and the switch shows it", async () => {
  await render(<Features />);
  expect(get("feature-x1").getAttribute("aria-pressed")).toBe("true");
  await click("feature-x1_squared");
  expect(sent("apply_edit")).toHaveLength(1);
  expect(sent("apply_edit")[0]?.edit.type).toBe("batch");
  expect(get("feature-x1_squared").getAttribute("aria-pressed")).toBe("true");
});

test("a control is hidden by its box, said above, and shown again from there", async () => {
  view.setState({ hiding: true });
  await render(
    <>
      <HidingDialog />
      <HiddenMark />
      <Hiding />
    </>,
  );
  expect(mount.querySelector("style")).toBeNull();
  await click("show-export");
  await click("show-noise");
  expect(sent("hide_controls").at(-1)?.controls).toEqual(["export", "noise"]);
  expect(get("hidden-mark").textContent).toBe("2 controls hidden");
  expect(mount.querySelector("style")?.textContent).toContain("export");
  await click("show-all");
  expect(sent("hide_controls").at(-1)?.controls).toEqual([]);
  expect(get("hidden-mark")).toBeNull();
});

test("a drawing is shown as text, and a text that is refused says so where it was put", async () => {
  kernel.answer = (command) => {
    if (command.type === "get_text") return { type: "document_text", text: "playground:eJx" };
    if (command.type !== "open_text") return undefined;
    return { type: "failed", message: "This text is damaged.", code: "", setting: null, traceback: "" };
  };
  view.setState({ sharing: true });
  await render(<ShareDialog />);
  expect(get<HTMLTextAreaElement>("share-text").value).toBe("playground:eJx");
  await type("share-given", "playground:zzz");
  await click("share-open");
  expect(sent("open_text")).toEqual([{ type: "open_text", text: "playground:zzz" }]);
  expect(mount.querySelector('[role="alert"]')?.textContent).toBe("This text is damaged.");
});

test("a weight is read while training goes on, and set by one message while it rests", async () => {
  const header = { node: "n-a", layer: "l-a", inputs: 2, units: 1, bias: true };
  const values = new Float32Array([0.5, -1, 0.25]);
  const places = { starts: [10, 20].map((y) => ({ x: 0, y })), ends: [{ x: 50, y: 15 }] };
  const bundle = bundleOf({ header, values }, { source: "n-point", target: "n-a", ...places });
  const strand = { bundle, input: 1, unit: 0, at: { x: 20, y: 18 } };
  const status = studio.store.getState().status;
  studio.store.setState({ status: { ...status, state: "running" } });
  await render(<StrandField strand={strand} onDone={() => undefined} />);
  expect(get("strand").textContent).toContain("point 1 → a 0");
  expect(get("strand-value").tagName).toBe("B");
  await act(async () => studio.store.setState({ status: { ...status, state: "paused" } }));
  const field = get<HTMLInputElement>("strand-value");
  expect(field.value).toBe("-1");
  await type("strand-value", "2.5");
  await act(async () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
  expect(sent("set_weight")).toEqual([{ type: "set_weight", layer: "l-a", unit: 0, value: 2.5, input: 1 }]);
});

test("what the kernel says of an earlier click takes no later one back", async () => {
  view.setState({ hiding: true });
  await render(<HidingDialog />);
  await click("show-export");
  await click("show-noise");
  await act(async () => studio.store.setState({ hidden: ["export"] }));
  await click("show-step");
  expect(sent("hide_controls").at(-1)?.controls).toEqual(["export", "noise", "step"]);
});
