// The drawing by key: along the wires, several nodes at once, and wires into an input that is chosen.
import { aim, markOrConnect } from "../../widgets/src/canvas/marking";
import { beside, steer } from "../../widgets/src/canvas/steering";
import { spots } from "../../widgets/src/commands/places";
import { grow, settleSize } from "../../widgets/src/notes/verbs";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, edge, KINDS, layer, node } from "./samples";

async function surroundings(network = CHAIN) {
  const kinds = Object.values(KINDS);
  const kernel = new Kernel(snapshotOf(network, kinds), { keras_version: "3", groups: [], layers: kinds, objects: {} });
  const studio = await kernel.studio();
  return { studio, view: createView(), root: document.createElement("div") };
}

test("a key selects the next node besides those selected, and a step back gives the last one up", async () => {
  const around = await surroundings();
  const chosen = () => around.view.getState().nodes;
  steer(around, "right", true);
  expect(chosen()).toEqual(["n-image"]);
  steer(around, "right", true);
  steer(around, "right", true);
  expect(chosen()).toEqual(["n-image", "n-a", "n-b"]);
  expect(around.view.getState().reached).toBe("n-b");
  steer(around, "left", true);
  expect(chosen()).toEqual(["n-image", "n-a"]);
  steer(around, "right");
  expect(chosen()).toEqual(["n-b"]);
});

test("a node that is selected already is the last of them then, and the way goes on from it", async () => {
  const around = await surroundings();
  around.view.setState({ nodes: ["n-a", "n-sum", "n-image"] });
  steer(around, "right", true);
  expect(around.view.getState().nodes).toEqual(["n-sum", "n-image", "n-a"]);
});

const attention = (...taken: string[]) => ({
  ...CHAIN,
  layers: [...CHAIN.layers, layer("attend", "Attention")],
  nodes: [...CHAIN.nodes, node("attend", 896)],
  edges: [...CHAIN.edges, ...taken.map((port) => edge("a", "attend", port))],
});

test("Shift and L go through the inputs of a node, and L replaces the wire of the one that is chosen", async () => {
  const around = await surroundings(attention("query", "value", "mask"));
  const { view, studio } = around;
  const said = () => view.getState().said?.text;
  view.setState({ nodes: ["n-b"] });
  aim(around);
  expect(said()).toContain("Mark an output of another node with L first");
  markOrConnect(around);
  view.setState({ nodes: ["n-attend"] });
  markOrConnect(around);
  expect(studio.store.getState().notice?.message).toContain("or choose it with Shift+L");
  aim(around);
  aim(around);
  expect(said()).toBe("Input 2 of 3 of attend, value, has the wire from a; L replaces it.");
  markOrConnect(around);
  expect(said()).toBe("Connected b to attend, at value.");
  expect(view.getState()).toMatchObject({ marked: null, aimed: null });
  const { edges } = studio.store.getState().network;
  expect(edges.filter(({ target }) => target === "n-attend")).toEqual(
    expect.arrayContaining([edge("a", "attend", "query"), edge("b", "attend", "value"), edge("a", "attend", "mask")]),
  );
  expect(edges).toHaveLength(5);
});

test("past the last input comes the first, and a free one is said to be free", async () => {
  const around = await surroundings(attention("query"));
  around.view.setState({ marked: { node: "n-b", output: 0 }, nodes: ["n-attend"] });
  const heard = Array.from({ length: 4 }, () => {
    aim(around);
    return around.view.getState().said?.text.split(" of attend, ")[1];
  });
  expect(heard).toEqual([
    "query, has the wire from a; L replaces it.",
    "value, is free; L connects there.",
    "mask, is free; L connects there.",
    "query, has the wire from a; L replaces it.",
  ]);
});

test("an input that was chosen on another node, or is gone since, is no choice", async () => {
  const around = await surroundings(attention("query"));
  const marked = { node: "n-b", output: 0 };
  around.view.setState({ marked, aimed: { node: "n-sum", port: "inputs", slot: 0 }, nodes: ["n-attend"] });
  markOrConnect(around);
  expect(around.studio.store.getState().network.edges).toContainEqual(edge("b", "attend", "value"));
});

const text = (id: string, words: string, x: number, y: number) => ({ id, text: words, x, y, width: 200, height: 100 });
const noted = { ...CHAIN, notes: [text("why", "# *Why*\nhalve twice", 224, 120), text("far", "\n", 900, 900)] };

test("keys lead to notes below and above a node, and from a note to what is nearest", async () => {
  expect(beside(noted, "n-a", "down")).toBe("why");
  expect(beside(noted, "n-sum", "up")).toBeNull();
  expect(beside(noted, "why", "up")).toBe("n-a");
  expect(beside(noted, "why", "left")).toBe("n-image");
  expect(beside(noted, "why", "down")).toBe("far");
  const around = await surroundings({ ...noted, nodes: [], layers: [], edges: [] });
  steer(around, "right");
  expect(around.view.getState().nodes).toEqual(["why"]);
});

test("notes are found by their first words", () => {
  const found = spots(noted).filter(({ kind }) => kind === "Note");
  expect(found.map(({ id, name }) => [id, name])).toEqual([
    ["why", "Why"],
    ["far", "Empty note"],
  ]);
});

test("a note is sized by key in one edit, and never below its least side", async () => {
  const around = await surroundings(noted);
  const size = () => around.studio.store.getState().network.notes.map(({ width, height }) => [width, height])[0];
  grow(around, 16, 0);
  expect(around.view.getState()).toMatchObject({
    sizing: null,
    said: { text: "Select a note first; nodes have one size." },
  });
  around.view.setState({ nodes: ["why"] });
  grow(around, 16, 0);
  grow(around, 0, 16);
  expect(size()).toEqual([200, 100]);
  settleSize(around);
  expect(size()).toEqual([216, 116]);
  for (let presses = 0; presses < 9; presses += 1) grow(around, 0, -16);
  settleSize(around);
  expect(size()).toEqual([216, 40]);
  expect(around.studio.store.getState().pending).toHaveLength(2);
});
