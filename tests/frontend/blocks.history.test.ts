// Undo and redo take a view to where they changed something, and choose it there.
import { placeOfChange, redo, undo } from "../../widgets/src/blocks/history";
import { inside } from "../../widgets/src/blocks/level";
import { wrapped } from "../../widgets/src/blocks/paths";
import { apply, EMPTY } from "../../widgets/src/edits";
import type { Changed, Edit, Layer, Network } from "../../widgets/src/messages";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, edge, KINDS, layer, node } from "./samples";

const encoder: Layer = { ...layer("encoder", "Model"), network: CHAIN };
const outer: Layer = {
  ...layer("outer", "Model"),
  network: { ...EMPTY, layers: [layer("x", "InputLayer"), encoder], nodes: [node("x"), node("encoder")] },
};
const DRAWING: Network = {
  ...EMPTY,
  layers: [layer("x", "InputLayer"), outer, layer("head", "Dense")],
  nodes: [node("x"), node("outer"), node("head")],
  edges: [edge("x", "outer"), edge("outer", "head")],
};
const PATH = ["l-outer", "l-encoder"];

const units = (name: string, value: number): Edit => {
  return { type: "change_setting", layer: `l-${name}`, setting: "units", value, reset: false, index: null };
};
const placeOf = (edit: Edit) => placeOfChange(DRAWING, apply(DRAWING, edit));

test.each<[string, Edit, string[], string[]]>([
  ["a setting outside", units("head", 7), [], ["n-head"]],
  ["a setting two blocks deep", wrapped(units("a", 7), PATH), PATH, ["n-a"]],
  ["a place", { type: "move", positions: { "n-head": [5, 5] } }, [], ["n-head"]],
  ["a new name of a block", { type: "rename_layer", layer: "l-outer", name: "all" }, [], ["n-outer"]],
  ["a deleted node", wrapped({ type: "remove_node", node: "n-sum" }, PATH), PATH, []],
  ["a wire", wrapped({ type: "disconnect", edge: edge("a", "b") }, PATH), PATH, ["n-b"]],
  ["the name of the drawing", { type: "rename_network", name: "other" }, [], []],
  [
    "both inside and outside",
    { type: "batch", edits: [units("head", 7), wrapped(units("a", 7), PATH)], label: "" },
    [],
    ["n-outer", "n-head"],
  ],
])("%s has its place", (_, edit, path, nodes) => {
  expect(placeOf(edit)).toEqual({ path, nodes: expect.arrayContaining(nodes) });
  expect(placeOf(edit)?.nodes).toHaveLength(nodes.length);
});

test("nothing changed has no place, and a wire that goes with an output is told by what is inside", () => {
  expect(placeOfChange(DRAWING, DRAWING)).toBeNull();
  const gone = apply(DRAWING, wrapped(units("a", 9), PATH));
  const unwired = { ...gone, edges: gone.edges.slice(0, 1) };
  expect(placeOfChange(DRAWING, unwired)).toEqual({ path: PATH, nodes: ["n-a"] });
});

async function looking(from: string[]) {
  const kernel = new Kernel(snapshotOf(DRAWING, Object.values(KINDS)), {
    keras_version: "3",
    groups: [],
    layers: [],
    objects: {},
  });
  const studio = await kernel.studio();
  let revision = kernel.snapshot.revision;
  const back: Record<string, Edit> = { undo: wrapped(units("a", 7), PATH), redo: units("head", 3) };
  kernel.answer = (command) => {
    const edit = back[command.type];
    if (!edit) return undefined;
    revision += 1;
    const event: Changed = {
      ...{ type: "changed", revision, edit, request: "", nodes: {}, problems: [], kinds: [] },
      ...{ parameters: 0, trainable_parameters: 0, can_undo: true, can_redo: true, saved: false },
    };
    kernel.tell(event);
    return undefined;
  };
  const view = createView();
  view.setState({ path: from, nodes: ["n-x"] });
  return { view, studio: from.length > 0 ? inside(studio, from) : studio };
}

test("the view goes where the step was, with what changed chosen, and stays where it is seen already", async () => {
  const around = await looking([]);
  await undo(around);
  expect(around.view.getState()).toMatchObject({ path: PATH, nodes: ["n-a"] });
  const deep = await looking(PATH);
  await undo(deep);
  expect(deep.view.getState()).toMatchObject({ path: PATH, nodes: ["n-x"] });
  await redo(deep);
  expect(deep.view.getState()).toMatchObject({ path: [], nodes: ["n-head"] });
});

test("who has gone elsewhere before the answer stays there", async () => {
  const around = await looking([]);
  const done = undo(around);
  around.view.setState({ path: ["l-outer"] });
  await done;
  expect(around.view.getState().path).toEqual(["l-outer"]);
});
