// Operations of keras.ops on the canvas: found after layers, named as Keras names them, with as many outputs as they give.
import { snakeCase } from "../../widgets/src/canvas/creating";
import { CardMaker } from "../../widgets/src/canvas/drawing";
import { isOperation, kindWord, settingWords } from "../../widgets/src/canvas/words";
import type { Kind } from "../../widgets/src/messages";
import { finder } from "../../widgets/src/search/query";
import { CHAIN, KINDS, layer } from "./samples";

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
