import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { ActivationsTab } from "../../widgets/src/dock/ActivationsTab";
import type { Command, DataSummary, Event, Network, Picture } from "../../widgets/src/messages";
import type { Studio } from "../../widgets/src/studio";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const DATA = { name: "d", classes: 2, class_names: ["cat", "dog"] } as unknown as DataSummary;
const NETWORK: Network = {
  ...CHAIN,
  layers: CHAIN.layers.map((each) => (each.id === "l-a" ? { ...each, kind: "MultiHeadAttention" } : each)),
};

let kernel: Kernel;
let studio: Studio;
let mount: HTMLElement;
let root: Root;
let view: ViewStore;

beforeEach(async () => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(200);
  const snapshot = { ...snapshotOf(NETWORK, Object.values(KINDS)), data: DATA };
  kernel = new Kernel(snapshot, { keras_version: "3", groups: [], layers: [], objects: {} });
  kernel.answer = ({ type }) => {
    if (type === "find_unsound") return { type: "unsound_found", sentence: "They begin at “a”.", node: "n-a" };
    if (type === "show_attention" || type === "project_node")
      return { type: "failed", message: `No ${type}.`, code: "", setting: null, traceback: "" };
    return undefined;
  };
  studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  view = createView({ focus: "n-a" });
  root = createRoot(mount);
  await act(async () => {
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <ActivationsTab />
      </SurroundingsContext>,
    );
  });
});
afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
  vi.restoreAllMocks();
});

const get = (name: string) => mount.querySelector<HTMLElement>(`[data-testid="${name}"]`);
const asked = (type: Command["type"]) => kernel.sent.filter((each) => each.type === type);

/** Waits until something holds: what is asked for is asked a moment later. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; turns < 500 && !holds(); turns += 1)
    await act(async () => {
      await new Promise((done) => setTimeout(done, 10));
    });
  expect(holds()).toBe(true);
}

async function choose(name: string, value: string): Promise<void> {
  await act(async () => {
    const select = get(name) as HTMLSelectElement;
    select.value = value;
    select.dispatchEvent(new globalThis.Event("change", { bubbles: true }));
  });
}

const pictures = (change: Partial<Extract<Event, { type: "pictures" }>>): Event => ({
  type: "pictures",
  run: 1,
  step: 3,
  sample: 0,
  samples: 9,
  label: "",
  averaged: 0,
  unseen: {},
  looked: [],
  pictures: [],
  extent: null,
  silenced: null,
  weights: [],
  ...change,
});

test("before the first picture the tab says what to do, and where there will be none, why", async () => {
  expect(get("no-picture")?.textContent).toContain("No picture of a yet");
  await act(async () => kernel.tell(pictures({ unseen: { "n-a": "It puts out text." } })));
  expect(get("no-picture")?.textContent).toBe("It puts out text.");
});

test("the ways to look at a node are those of its kind, and what the kernel refuses is said there", async () => {
  const options = () => [...(get("looking")?.querySelectorAll("option") ?? [])].map((each) => each.value);
  expect(options()).toEqual(["values", "attention", "projection"]);
  await choose("looking", "attention");
  await until(() => get("inside-trouble") !== null);
  expect(asked("show_attention")).toEqual([
    { type: "show_attention", view: view.getState().id, node: "n-a", sample: 0 },
  ]);
  expect(get("inside-trouble")?.textContent).toBe("No show_attention.");
  await choose("looking", "projection");
  await choose("projecting", "umap");
  await until(() => asked("project_node").some((each) => each.type === "project_node" && each.method === "umap"));
  expect(asked("project_node").at(-1)).toMatchObject({ node: "n-a", method: "umap" });
  await act(async () => view.setState({ focus: "n-b", looking: "attention" }));
  expect(options()).toEqual(["values", "projection"]);
  expect((get("looking") as HTMLSelectElement).value).toBe("values");
});

test("a node that is removed while it is looked at leaves a word, in every way of looking", async () => {
  for (const looking of ["values", "attention", "projection"] as const) {
    await act(async () => view.setState({ looking, focus: "n-a" }));
    expect(get("looking")).not.toBeNull();
    await act(async () => view.setState({ focus: "gone" }));
    expect(get("activations")?.textContent).toBe("Select a node: what it computes is shown here.");
  }
});

test("of values that are no numbers it says where they begin, with the way there", async () => {
  const bars = { node: "n-a", form: "bars", size: "focus", count: 2, total: 2, height: 1, width: 1 };
  const picture = { ...bars, channels: 1, lows: [], highs: [], dead: [], facts: { nan: 0.5 }, first: 0 } as Picture;
  await act(async () => {
    kernel.tell(pictures({ pictures: [picture] }), [new Uint8Array(new Float32Array([1, Number.NaN]).buffer)]);
  });
  await until(() => get("began-show") !== null);
  expect(get("began")?.textContent).toContain("They begin at “a”.");
  await act(async () => get("began-show")?.click());
  expect(view.getState().nodes).toEqual(["n-a"]);
});
