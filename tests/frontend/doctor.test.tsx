// What the doctor found, in the dock: rows with figures, what has become of a cure, and what stands there before a run.
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { problemsOf } from "../../widgets/src/canvas/lookup";
import { SurroundingsContext } from "../../widgets/src/context";
import { cureState } from "../../widgets/src/doctor/cures";
import { DoctorTab } from "../../widgets/src/doctor/DoctorTab";
import { findingsInside, showFinding } from "../../widgets/src/doctor/findings";
import { figure, lookedWords } from "../../widgets/src/doctor/words";
import { apply } from "../../widgets/src/edits";
import type { Command, Edit, Finding, Findings, Network, TrainingSettings } from "../../widgets/src/messages";
import { IDLE } from "../../widgets/src/state";
import type { Studio } from "../../widgets/src/studio";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, edge, KINDS, layer, node } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const TRAINING = snapshotOf(CHAIN, []).training;
const LOWER: TrainingSettings = { ...TRAINING, optimizer: { kind: "Adam", settings: { learning_rate: 0.01 } } };
const RATE = {
  label: "Set the learning rate to 0.01",
  edit: null,
  training: { optimizer: LOWER.optimizer, epochs: null, validation_split: null },
};
const LOOKED = { steps: 1200, epochs: 12, moments: 24, layers: 3, samples: 360 };

function finding(given: Partial<Finding> = {}): Finding {
  return {
    code: "learning_rate_high",
    severity: "warning",
    message: "The learning rate of 1 is too high.",
    evidence: { "update by weights": 0.0591, "learning rate": 1 },
    shown: "training",
    node: null,
    cure: RATE,
    ...given,
  };
}

function told(findings: Finding[], run = 1): Findings {
  return { type: "findings", run, findings, looked: LOOKED, training: TRAINING };
}

const set = (id: string, value: string): Edit => ({
  type: "change_setting",
  layer: id,
  setting: "activation",
  value,
  reset: false,
  index: null,
});

describe("what has become of a cure", () => {
  const [first, second] = CHAIN.nodes as [Network["nodes"][number], Network["nodes"][number]];
  const cut = edge("image", "a");
  const insert: Edit = {
    type: "batch",
    label: "",
    edits: [
      { type: "disconnect", edge: cut },
      {
        type: "add_node",
        node: node("new"),
        layer: layer("new", "Dropout"),
        layer_index: null,
        node_index: null,
      },
      { type: "connect", edge: edge("image", "new"), index: null },
      { type: "connect", edge: edge("new", "a"), index: null },
    ],
  };
  const state = (edit: Edit, network: Network) => cureState({ edit, training: null }, network, TRAINING, TRAINING);

  test("settings are offered, in place, and outdated once somebody has set them otherwise", () => {
    const now = (settings: TrainingSettings) => cureState(RATE, CHAIN, settings, TRAINING);
    expect(now(TRAINING)).toBe("offered");
    expect(now({ ...TRAINING, epochs: 99 })).toBe("offered");
    expect(now(LOWER)).toBe("applied");
    expect(now({ ...TRAINING, optimizer: { kind: "SGD", settings: {} } })).toBe("outdated");
  });

  test("an edit of a layer is offered, in place, and outdated once the layer is gone", () => {
    const edit = set(second.layer, "leaky_relu");
    expect(state(edit, CHAIN)).toBe("offered");
    expect(state(edit, apply(CHAIN, edit))).toBe("applied");
    expect(state(edit, apply(CHAIN, { type: "remove_node", node: second.id }))).toBe("outdated");
  });

  test("a layer that is to be inserted is offered while its wire is there, and in place with it", () => {
    expect(state(insert, CHAIN)).toBe("offered");
    const cured = apply(CHAIN, insert);
    expect(state(insert, cured)).toBe("applied");
    // What was inserted stays a cure wherever it was moved since.
    expect(state(insert, apply(cured, { type: "disconnect", edge: edge("new", "a") }))).toBe("applied");
    expect(state(insert, apply(CHAIN, { type: "disconnect", edge: cut }))).toBe("outdated");
  });

  test("an edit of several layers is in place when all of them are set", () => {
    const edit: Edit = { type: "batch", label: "", edits: [set(first.layer, "relu"), set(second.layer, "relu")] };
    expect(state(edit, apply(CHAIN, set(first.layer, "relu")))).toBe("offered");
    expect(state(edit, apply(CHAIN, edit))).toBe("applied");
  });
});

describe("findings of nodes", () => {
  const inner = finding({ code: "dead_relus", node: "block/dense" });
  const outer = finding({ node: "dense", severity: "error" });
  const all = told([finding(), inner, outer]);

  test("are told apart by node, those inside a block by the block", () => {
    expect(problemsOf(all.findings, "dense")).toEqual([outer]);
    expect(problemsOf(all.findings, "a", "block")).toEqual([inner]);
    expect(problemsOf(all.findings, "b")).toEqual([]);
    // A card that asks again is not drawn again.
    expect(problemsOf(all.findings, "a", "block")).toBe(problemsOf(all.findings, "a", "block"));
  });

  test("have the ids inside a block that they have there", () => {
    expect(findingsInside(all, "block/").findings).toEqual([{ ...inner, node: "dense" }]);
  });

  test("are shown in their panel, with their node in the middle while it is there", () => {
    const view = createView();
    showFinding(view, { ...inner, shown: "activations" }, true);
    const now = view.getState();
    expect([now.dock, now.path, now.nodes, now.centred]).toEqual([
      "activations",
      ["block"],
      ["dense"],
      { node: "dense" },
    ]);
    showFinding(view, { ...outer, shown: "gradients" }, false);
    expect([view.getState().dock, view.getState().nodes]).toEqual(["gradients", ["dense"]]);
  });
});

test("what was looked at is said of what there was", () => {
  expect(lookedWords(LOOKED)).toBe(
    "Looked at 1,200 steps and 12 epochs, the gradients of 24 steps, and the units of 3 layers with 360 samples.",
  );
  expect(lookedWords({ steps: 1, epochs: 0, moments: 0, layers: 0, samples: 0 })).toBe("Looked at 1 step.");
  expect([figure(1200), figure(0.0591), figure(3e-7), figure(2.5)]).toEqual(["1,200", "0.059", "3.0e-7", "2.50"]);
});

describe("the tab", () => {
  let kernel: Kernel;
  let studio: Studio;
  let view: ViewStore;
  let mount: HTMLElement;
  let root: Root;

  beforeEach(async () => {
    kernel = new Kernel(snapshotOf(CHAIN, Object.values(KINDS)), {
      keras_version: "3",
      groups: [],
      layers: [],
      objects: {},
    });
    kernel.answer = (command) =>
      command.type === "get_catalog"
        ? {
            type: "start",
            catalog: kernel.catalog,
            templates: [],
            datasets: [],
            illnesses: { dead_relus: "Dead ReLUs", plateau: "Nothing learned any more" },
          }
        : undefined;
    studio = await kernel.studio();
    view = createView();
    mount = document.createElement("div");
    document.body.append(mount);
    root = createRoot(mount);
    await act(async () =>
      root.render(
        <SurroundingsContext value={{ studio, view, root: mount }}>
          <DoctorTab />
        </SurroundingsContext>,
      ),
    );
    kernel.sent.length = 0;
  });

  afterEach(async () => {
    await act(async () => root.unmount());
    mount.remove();
  });

  const get = (testid: string) => mount.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
  const tell = (findings: Finding[], run = 1) =>
    act(async () => {
      kernel.tell({ type: "run_changed", status: { ...IDLE, state: "finished", run } });
      kernel.tell(told(findings, run));
    });
  const click = (testid: string) => act(async () => get(testid)?.click());

  test("says before a run what will be looked for, and after a healthy one what was looked at", async () => {
    expect(mount.textContent).toContain("Press play");
    expect([...mount.querySelectorAll("li")].map((each) => each.textContent)).toEqual([
      "Dead ReLUs",
      "Nothing learned any more",
    ]);
    await tell([]);
    expect(mount.textContent).toBe(`Nothing ails this run.${lookedWords(LOOKED)}`);
  });

  test("has a row for each finding with its figures by name", async () => {
    await tell([finding(), finding({ code: "plateau", severity: "hint", cure: null, evidence: {} })]);
    const row = get("finding-learning_rate_high");
    expect(row?.textContent).toContain("The learning rate of 1 is too high.");
    expect([...(row?.querySelectorAll("dt") ?? [])].map((each) => each.textContent)).toEqual([
      "update by weights",
      "learning rate",
    ]);
    expect([...(row?.querySelectorAll("dd") ?? [])].map((each) => each.textContent)).toEqual(["0.059", "1"]);
    expect(get("finding-plateau")?.querySelector("dl")).toBeNull();
    expect(get("cure-plateau")).toBeNull();
  });

  test("a cure is sent as it is, says what it did, and is in place until the next run", async () => {
    await tell([finding()]);
    await click("cure-learning_rate_high");
    expect(kernel.sent).toEqual([{ type: "apply_cure", cure: RATE }]);
    expect(studio.store.getState().notice?.message).toBe(
      "Set the learning rate to 0.01: done, for the next run. Undo takes it back.",
    );
    await act(async () => studio.store.setState({ training: LOWER }));
    expect(get("cured-learning_rate_high")?.textContent).toBe("Applied for the next run");
    expect(document.activeElement).toBe(get("cured-learning_rate_high"));
    await act(async () => studio.store.setState({ training: TRAINING }));
    expect(get("cure-learning_rate_high")?.textContent).toBe("Set the learning rate to 0.01");
    await act(async () => kernel.tell({ type: "run_changed", status: { ...IDLE, state: "preparing", run: 2 } }));
    await act(async () => new Promise((done) => setTimeout(done, 200)));
    expect(get("finding-learning_rate_high")).toBeNull();
    expect(mount.textContent).toContain("The first look comes");
  });

  test("to train anew is to forget the run and to play, where the drawing can be trained", async () => {
    await tell([finding()]);
    await act(async () => studio.store.setState({ training: LOWER }));
    expect((get("anew-learning_rate_high") as HTMLButtonElement).disabled).toBe(true);
    const data = { name: "d", title: "D", samples: 9, validation_samples: 0, inputs: [], targets: [] };
    await act(async () => studio.store.setState({ data: { ...data, classes: 0, class_names: [], recipe: null } }));
    await click("anew-learning_rate_high");
    expect(kernel.sent.map((command: Command) => command.type)).toEqual(["reset", "play"]);
  });

  test("the way to what shows a finding leaves the keys on that panel's tab", async () => {
    const tab = document.createElement("button");
    tab.dataset.testid = "dock-gradients";
    mount.append(tab);
    await tell([finding({ code: "vanishing_gradients", shown: "gradients" })]);
    await click("finding-show-vanishing_gradients");
    expect(view.getState().dock).toBe("gradients");
    expect(document.activeElement).toBe(tab);
    tab.remove();
  });

  test("another drawing in the place of the one that was trained is asked about, and a page that comes later too", async () => {
    await tell([finding()]);
    kernel.answer = (command) => (command.type === "get_findings" ? told([]) : undefined);
    await act(async () =>
      kernel.tell({
        type: "changed",
        revision: 2,
        edit: { type: "replace", network: CHAIN },
        request: null,
        nodes: {},
        problems: [],
        parameters: 0,
        trainable_parameters: 0,
        kinds: [],
        can_undo: true,
        can_redo: false,
      }),
    );
    expect(studio.store.getState().findings).toEqual(told([]));
    const later = await kernel.studio();
    expect(later.store.getState().findings).toEqual(told([]));
  });
});
