import { enter, go, leave, show } from "../../widgets/src/blocks/going";
import { blockKind, contentOf, kindOf, outputNames, savedKind, titleOf } from "../../widgets/src/blocks/kinds";
import type { StudioLike } from "../../widgets/src/blocks/level";
import { inside, outsideOf, outward, reportInside } from "../../widgets/src/blocks/level";
import { allNodes, kindsIn, networkAt, parted, standing, unwrapped, wrapped } from "../../widgets/src/blocks/paths";
import { blockWords, nameOf, timesWord } from "../../widgets/src/blocks/words";
import { added } from "../../widgets/src/canvas/creating";
import { card } from "../../widgets/src/canvas/geometry";
import { problemsOf } from "../../widgets/src/canvas/lookup";
import { apply, EMPTY } from "../../widgets/src/edits";
import type { Command, Edit, Layer, Network, NodeReport, Problem, Report } from "../../widgets/src/messages";
import { createState, type PictureSet, type Shown } from "../../widgets/src/state";
import { createView } from "../../widgets/src/view";
import { CHAIN, edge, KINDS, layer, node } from "./samples";

const block: Layer = { ...layer("encoder", "Model"), network: CHAIN };
const outer: Layer = {
  ...layer("outer", "Model"),
  network: { ...EMPTY, layers: [layer("x", "InputLayer"), block], nodes: [node("x"), node("encoder")] },
};
const DRAWING: Network = {
  ...EMPTY,
  name: "drawing",
  layers: [layer("x", "InputLayer"), outer, layer("head", "Dense")],
  nodes: [node("x"), node("outer"), node("head")],
  edges: [edge("x", "outer"), edge("outer", "head")],
};
const PATH = ["l-outer", "l-encoder"];

const ok = (parameters = 0): NodeReport => ({
  state: "ok",
  outputs: [],
  parameters,
  trainable_parameters: parameters,
  flops: null,
  memory: null,
  waiting_for: null,
  output_names: [],
});

describe("paths", () => {
  test("lead to networks inside layers, as far as these are there", () => {
    expect(networkAt(DRAWING, [])).toBe(DRAWING);
    expect(networkAt(DRAWING, PATH)).toBe(CHAIN);
    expect(networkAt(DRAWING, ["l-outer", "gone"])).toBeNull();
    expect(networkAt(DRAWING, ["l-head"])).toBeNull();
    expect(standing(DRAWING, ["l-outer", "gone"])).toEqual(["l-outer"]);
    expect(standing(DRAWING, PATH)).toEqual(PATH);
  });

  test("name nodes outside by the layers around them", () => {
    expect(parted("l-outer/l-encoder/n-a")).toEqual({ path: PATH, node: "n-a" });
    expect(parted("n-head")).toEqual({ path: [], node: "n-head" });
    expect(allNodes(DRAWING)).toContain("l-outer/l-encoder/n-a");
    expect(allNodes(DRAWING)).toContain("l-outer/n-x");
    expect(nameOf(DRAWING, "l-outer/l-encoder/n-a")).toBe("outer / encoder / a");
    expect(nameOf(DRAWING, "n-head")).toBe("head");
    expect(nameOf(DRAWING, "l-outer/n-gone")).toBeUndefined();
  });

  test("lead to every kind, so that a saved notebook shows blocks without a kernel", () => {
    expect(kindsIn(DRAWING)).toEqual(new Set(["InputLayer", "Model", "Dense", "Add"]));
  });

  test("an edit goes in and comes out again", () => {
    const edit: Edit = { type: "rename_layer", layer: "l-a", name: "first" };
    const whole = wrapped(edit, PATH);
    expect(networkAt(apply(DRAWING, whole), PATH)?.layers[1]?.name).toBe("first");
    expect(unwrapped(whole, PATH)).toBe(edit);
    expect(unwrapped(edit, PATH)).toBe(edit);
  });
});

describe("a studio inside a block", () => {
  const report: Report = {
    nodes: { "n-x": ok(), "n-outer": ok(9), "l-outer/n-encoder": ok(9), "l-outer/l-encoder/n-a": ok(4) },
    problems: [
      { code: "c", message: "m", severity: "error", node: "l-outer/l-encoder/n-a", setting: null, fixes: [] } as never,
      { code: "c", message: "m", severity: "error", node: "n-head", setting: null, fixes: [] } as never,
    ],
    parameters: 13,
    trainable_parameters: 13,
  };

  function studio() {
    const store = createState();
    store.setState({ network: DRAWING, confirmed: DRAWING, report, live: true });
    const sent: (Edit | Command)[] = [];
    const whole = {
      store,
      edit: (edit: Edit) => {
        sent.push(edit);
        store.setState({ network: apply(store.getState().network, edit) });
        return true;
      },
      command: (command: Command) => {
        sent.push(command);
        return Promise.resolve(null);
      },
    } as unknown as StudioLike;
    return { whole, sent, here: inside(whole, PATH) };
  }

  test("has the network inside under the name of its layer, and its own report", () => {
    const { here, whole } = studio();
    const state = here.store.getState();
    expect(state.network.nodes).toBe(CHAIN.nodes);
    expect(state.network.name).toBe("encoder");
    expect(state.report.nodes).toEqual({ "n-a": ok(4) });
    expect(state.report.parameters).toBe(4);
    expect(state.report.problems.map((problem: Problem) => problem.node)).toEqual(["n-a"]);
    expect(outsideOf(here)).toBe(whole);
    expect(outsideOf(whole)).toBe(whole);
  });

  test("gives the same objects while nothing changes, and tells of what does", () => {
    const { here, whole } = studio();
    const before = here.store.getState();
    expect(here.store.getState()).toBe(before);
    const heard: [Network, Network][] = [];
    here.store.subscribe((now, old) => heard.push([now.network, old.network]));
    whole.store.setState({ saved: true });
    expect(here.store.getState().network).toBe(before.network);
    here.edit({ type: "rename_layer", layer: "l-a", name: "first" });
    expect(heard.at(-1)?.[0].layers[1]?.name).toBe("first");
    expect(heard.at(-1)?.[1]).toBe(before.network);
  });

  test("has the pictures of its nodes under the names that they have there, and no unit that is silenced elsewhere", () => {
    const { here, whole } = studio();
    const at = "l-outer/l-encoder/n-a";
    const shown = { picture: { node: at, form: "plane" }, values: new Uint8Array() } as unknown as Shown;
    const pictures = {
      thumbnails: { [at]: shown, "n-x": shown },
      enlarged: {},
      unseen: {},
      looked: [],
      weights: {},
    } as unknown as PictureSet;
    whole.store.setState({ pictures: { ...pictures, silenced: { node: at, unit: 3 } } });
    expect(here.store.getState().pictures).toMatchObject({
      thumbnails: { "n-a": { picture: { node: "n-a" } } },
      silenced: { node: "n-a", unit: 3 },
    });
    const looked = [at, "n-x"].map((node) => ({ run: 1, answer: { type: "node_projected", node }, buffers: [] }));
    whole.store.setState({ pictures: { ...pictures, looked } as unknown as PictureSet });
    expect(here.store.getState().pictures?.looked).toEqual([
      { run: 1, answer: { type: "node_projected", node: "n-a" }, buffers: [] },
    ]);
    whole.store.setState({ pictures: { ...pictures, silenced: { node: "n-x", unit: 3 } } });
    expect(here.store.getState().pictures?.silenced).toBeNull();
  });

  test("sends what is done inside as an edit of the drawing", () => {
    const { here, sent } = studio();
    here.edit({ type: "remove_node", node: "n-a" });
    expect(sent).toEqual([
      {
        type: "within",
        layer: "l-outer",
        edit: { type: "within", layer: "l-encoder", edit: { type: "remove_node", node: "n-a" } },
      },
    ]);
  });

  test("says in its commands where it is", () => {
    const watch: Command = {
      type: "watch",
      view: "v",
      nodes: ["n-a"],
      focus: "n-b",
      sample: 0,
      plane: null,
      predictions: false,
      wires: false,
      silenced: null,
      average: null,
      page: 0,
      follow: null,
    };
    expect(outward(watch, ["l-outer"])).toEqual({ ...watch, nodes: ["l-outer/n-a"], focus: "l-outer/n-b" });
    expect(outward({ ...watch, silenced: { node: "n-a", unit: 2 } }, ["l-outer"])).toMatchObject({
      silenced: { node: "l-outer/n-a", unit: 2 },
    });
    for (const type of ["show_attention", "project_node", "project_table"] as const)
      expect(outward({ type, view: "v", node: "n-a" } as Command, ["l-outer"])).toMatchObject({ node: "l-outer/n-a" });
    const arrange = { type: "arrange", direction: "vertical" } as const;
    expect(outward({ ...arrange, path: ["deep"] }, PATH)).toEqual({ ...arrange, path: [...PATH, "deep"] });
    expect(outward({ type: "undo" }, PATH)).toEqual({ type: "undo" });
  });

  test("takes fixes of inner problems out of their wrapping", () => {
    const edit: Edit = { type: "remove_node", node: "n-a" };
    const fix = { label: "Take it away", edit: wrapped(edit, PATH) };
    const problem = { ...report.problems[0], fixes: [fix] } as Problem;
    expect(reportInside({ ...report, problems: [problem] }, PATH).problems[0]?.fixes[0]?.edit).toBe(edit);
  });

  test("is empty while its block is on the way out", () => {
    const { here, whole } = studio();
    whole.store.setState({ network: EMPTY });
    expect(here.store.getState().network.nodes).toEqual([]);
  });
});

describe("a block as a kind", () => {
  test("has a port for each of its inputs, and an output for each tensor that leaves it", () => {
    expect(blockKind(CHAIN).ports.map((port) => port.name)).toEqual(["inputs"]);
    expect(outputNames(CHAIN)).toEqual(["b", "sum"]);
    expect(blockKind(CHAIN).outputs).toBe(2);
    const two = {
      ...CHAIN,
      layers: [...CHAIN.layers, layer("mask", "InputLayer")],
      nodes: [...CHAIN.nodes, node("mask")],
    };
    expect(blockKind(two).ports.map((port) => port.name)).toEqual(["image", "mask"]);
    expect(card(blockKind(two), [], false).inlets.map((inlet) => inlet.label)).toEqual(["image", "mask"]);
  });

  test("names its outputs in the order in which they are returned, by their keys", () => {
    const returned = [{ node: "n-sum", output: 0, key: "total" }];
    expect(outputNames({ ...CHAIN, signature: { ...CHAIN.signature, returned } })).toEqual(["total", "b"]);
    const nodes = CHAIN.nodes.map((each) => (each.id === "n-a" ? { ...each, exposes: [1] } : each));
    expect(outputNames({ ...CHAIN, nodes })).toEqual(["a 1", "b", "sum"]);
  });

  test("is asked of the network for a block, and of the catalog for any other layer", () => {
    expect(kindOf(KINDS, block)).toBe(blockKind(CHAIN));
    expect(kindOf(KINDS, layer("a", "Dense"))).toBe(KINDS.Dense);
    expect(kindOf(KINDS, undefined)).toBeUndefined();
  });

  test("is placed from the palette with what was saved inside", () => {
    const kind = savedKind("my encoder", CHAIN);
    expect(titleOf(kind.name)).toBe("my encoder");
    expect(titleOf("Dense")).toBe("Dense");
    expect(contentOf(kind)?.network).toBe(CHAIN);
    const made = added(kind, { network: DRAWING, kinds: KINDS, data: null }, { x: 0, y: 0 });
    expect(made.layer).toMatchObject({ kind: "Model", name: "my encoder", network: CHAIN, repeat: 1 });
  });

  test("says what it holds and how often it runs", () => {
    expect(blockWords(block, CHAIN)).toBe("3 layers");
    expect(blockWords({ ...block, repeat: 3, shared: true }, CHAIN)).toBe("3 layers · shared weights");
    expect(timesWord({ ...block, repeat: 3 })).toBe("×3");
    expect(timesWord(block)).toBe("");
  });
});

test("problems inside a block are the block's too", () => {
  const problems = ["l-encoder/n-a", "n-encoder", "n-b"].map((id) => ({ node: id, severity: "error" }) as Problem);
  const nodes = (found: readonly Problem[]) => found.map((problem) => problem.node);
  expect(nodes(problemsOf(problems, "n-encoder", "l-encoder"))).toEqual(["n-encoder", "l-encoder/n-a"]);
  expect(nodes(problemsOf(problems, "n-other", "l-encoder"))).toEqual(["l-encoder/n-a"]);
  expect(nodes(problemsOf(problems, "n-b"))).toEqual(["n-b"]);
  expect(problemsOf(problems, "n-encoder", "l-encoder")).toBe(problemsOf(problems, "n-encoder", "l-encoder"));
});

test("a view goes into blocks and out again, and shows nodes wherever they are", () => {
  const view = createView();
  view.setState({ nodes: ["n-outer"], focus: "n-outer", renaming: "n-outer", centred: { node: "n-outer" } });
  enter(view, "l-outer");
  expect(view.getState()).toMatchObject({ path: ["l-outer"], nodes: [], focus: null, centred: null });
  enter(view, "l-encoder");
  leave(view, "n-encoder");
  expect(view.getState()).toMatchObject({ path: ["l-outer"], nodes: ["n-encoder"] });
  show(view, "l-outer/l-encoder/n-a");
  expect(view.getState()).toMatchObject({ path: PATH, nodes: ["n-a"], inspectorOpen: true });
  go(view, [], []);
  expect(view.getState().path).toEqual([]);
});
