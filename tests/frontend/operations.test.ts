// Operations of keras.ops on the canvas: found after layers, named as Keras names them, with as many outputs as they give.
import { snakeCase } from "../../widgets/src/canvas/creating";
import { CardMaker } from "../../widgets/src/canvas/drawing";
import { card } from "../../widgets/src/canvas/geometry";
import { namesOfOutputs, outputWord } from "../../widgets/src/canvas/outputs";
import { isOperation, kindWord, settingWords } from "../../widgets/src/canvas/words";
import { calledWith } from "../../widgets/src/inspector/LayerForm";
import type { Edge, Kind, NodeReport } from "../../widgets/src/messages";
import { finder } from "../../widgets/src/search/query";
import { CHAIN, edge, KINDS, layer } from "./samples";

const operation = (name: string, settings: Kind["settings"] = [], ports = ["x1", "x2"]): Kind => ({
  ...(KINDS.Dense as Kind),
  name,
  group: "Arithmetic",
  summary: "",
  settings,
  ports: ports.map((port) => ({ name: port, optional: false, many: false })),
  ranks: [],
});

const OPERATIONS = [operation("ops.add"), operation("ops.expand_dims"), operation("ops.image.resize")];

test("are named by the end of their path", () => {
  expect(OPERATIONS.map(({ name }) => kindWord(name))).toEqual(["add", "expand_dims", "resize"]);
  expect(OPERATIONS.map(({ name }) => snakeCase(name))).toEqual(["add", "expand_dims", "resize"]);
  expect(isOperation("ops.add")).toBe(true);
  expect(isOperation("Add")).toBe(false);
});

test("are found after the layers, with or without their underscores", () => {
  const find = finder([...OPERATIONS, ...Object.values(KINDS)]);
  expect(find("add").map(({ name }) => name)).toEqual(expect.arrayContaining(["Add", "ops.add"]));
  const names = find("a").map(({ name }) => isOperation(name));
  expect(names).toEqual([...names].sort((a, b) => Number(a) - Number(b)));
  expect(find("expand dims")[0]?.name).toBe("ops.expand_dims");
  expect(find("expand_dims")[0]?.name).toBe("ops.expand_dims");
});

test("say the constants that stand in the place of wires", () => {
  const words = (name: string, given: Record<string, unknown>) =>
    settingWords(operation(name), layer("x", name), 1, given);
  expect(words("ops.multiply", { x2: 0.5 })).toBe("x2 = 0.5");
  expect(words("ops.get_item", { key: ":, 0" })).toBe("key = :, 0");
  expect(words("ops.add", { x2: { dtype: "float32", value: [1, 2] } })).toBe("x2 = constant");
  expect(words("ops.add", { x2: null })).toBe("");
});

test("a card has as many outputs as its node gives, and keeps them while that is unknown", () => {
  const maker = new CardMaker();
  const outlets = (count: number | undefined) =>
    maker.make(CHAIN, KINDS, false, (node) => (node === "n-a" ? count : 1)).find(({ id }) => id === "n-a")?.data.card
      .outlets.length;
  expect(outlets(1)).toBe(1);
  expect(outlets(3)).toBe(3);
  expect(outlets(undefined)).toBe(3);
  expect(outlets(1)).toBe(1);
});

test("a wire from an output keeps it on the card, whatever is known", () => {
  const [first] = CHAIN.edges;
  const wired = { ...CHAIN, edges: CHAIN.edges.map((edge) => (edge === first ? { ...edge, output: 2 } : edge)) };
  const source = new CardMaker().make(wired, KINDS, false, () => 1).find(({ id }) => id === first?.source);
  expect(source?.data.card.outlets.map(({ output }) => output)).toEqual([0, 1, 2]);
});

test("are given constants at inputs that no wire enters, each input once", () => {
  const ports = ["x1", "x2"].map((name) => ({ name, type: "any" as const, optional: true }));
  const multiply = { ...operation("ops.multiply"), arguments: ports };
  const names = (edges: Edge[], values = {}) => calledWith(multiply, edges, values).map(({ name }) => name);
  expect(names([])).toEqual(["x1", "x2"]);
  expect(names([edge("a", "m", "x1")], { x2: 2 })).toEqual(["x2"]);
  expect(names([edge("a", "m", "x1"), edge("b", "m", "x2")], { x2: 2 })).toEqual(["x2"]);
  expect(calledWith(multiply, [], {})[0]?.help).toContain("in the place of a wire");
  const many = { ...multiply, ports: [{ name: "x1", optional: false, many: true }] };
  expect(calledWith(many, [edge("a", "m", "x1")], {}).map(({ name }) => name)).toEqual(["x1", "x2"]);
});

test("several outputs have a row each on the card, across from the inputs", () => {
  const rows = (kind: Kind, count: number) => {
    const { inlets, outlets, height } = card(kind, [], false, count);
    return [inlets.map(({ y }) => y), outlets.map(({ y }) => y), height];
  };
  const one = operation("ops.split", [], ["x"]);
  expect(rows(one, 1)).toEqual([[33], [33], 66]);
  expect(rows(one, 2)).toEqual([[33], [48, 64], 98]);
  expect(rows(operation("ops.add"), 3)).toEqual([[48, 64], [48, 64, 80], 114]);
});

test("outputs are called by the kernel's names, a block's by the layers that give them, others by number", () => {
  const report = (names: string[]): NodeReport => ({
    ...{ state: "ok", outputs: [], parameters: 0, trainable_parameters: 0, flops: null, memory: null },
    ...{ waiting_for: null, output_names: names },
  });
  const states = ["output", "hidden state", "cell state"];
  expect(namesOfOutputs(layer("r", "LSTM"), report(states))).toEqual(states);
  expect(namesOfOutputs(layer("r", "LSTM"), undefined)).toEqual([]);
  const block = { ...layer("b", "Model"), network: CHAIN };
  expect(namesOfOutputs(block, report([]))).toEqual(["b", "sum"]);
  expect(namesOfOutputs(block, undefined)).toBe(namesOfOutputs(block, report([])));
  expect(outputWord(states, 1, 3)).toBe("hidden state");
  expect(outputWord([], 1, 3)).toBe("output 2");
  expect(outputWord([], 0, 1)).toBe("output");
});
