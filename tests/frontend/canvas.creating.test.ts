import { anchor, freeName, freePlace, insertedOn, newLayer, snakeCase } from "../../widgets/src/canvas/creating";
import { edgesFrom } from "../../widgets/src/canvas/lookup";
import { putBetween, wish } from "../../widgets/src/canvas/verbs";
import { settingWords } from "../../widgets/src/canvas/words";
import { apply } from "../../widgets/src/edits";
import type { DataSummary, Kind, Network } from "../../widgets/src/messages";
import { CHAIN, edge, KINDS, layer } from "./samples";

const around = { network: CHAIN, kinds: KINDS, data: null };
const kindOf = (name: string) => KINDS[name] as Kind;

test.each([
  ["Dense", "dense"],
  ["Conv2D", "conv2d"],
  ["MaxPooling2D", "max_pooling2d"],
  ["GlobalAveragePooling2D", "global_average_pooling2d"],
  ["LSTM", "lstm"],
  ["ConvLSTM2D", "conv_lstm2d"],
  ["ReLU", "re_lu"],
  ["BatchNormalization", "batch_normalization"],
  ["InputLayer", "input_layer"],
])("%s is called %s, as Keras calls it", (name, expected) => {
  expect(snakeCase(name)).toBe(expected);
});

test("a taken name gets the first free number, also when it had one", () => {
  expect(freeName("dense", new Set())).toBe("dense");
  expect(freeName("dense", new Set(["dense"]))).toBe("dense_1");
  expect(freeName("dense_1", new Set(["dense_1", "dense_2"]))).toBe("dense_3");
  expect(freeName("_1", new Set(["_1"]))).toBe("_1_1");
});

describe("a new layer", () => {
  test("stores what it must, and nothing that is Keras's default", () => {
    const made = newLayer(kindOf("Conv2D"), around);
    expect({ ...made, id: "" }).toEqual({
      id: "",
      kind: "Conv2D",
      name: "conv2d",
      settings: { filters: 32, kernel_size: 3 },
      trainable: true,
      network: null,
      repeat: 1,
      shared: false,
    });
    expect(made.id).toMatch(/^l_[a-z0-9]{7}$/);
  });

  test("takes what the search gave it", () => {
    const made = newLayer(kindOf("Dense"), around, { units: 10, activation: "softmax" });
    expect(made.settings).toEqual({ units: 10, activation: "softmax" });
  });

  test("of input takes the shape and the type of the data", () => {
    const inputs = [{ name: "x", shape: [28, 28], dtype: "uint8" }];
    const data = { inputs } as unknown as DataSummary;
    expect(newLayer(kindOf("InputLayer"), { ...around, data }).settings).toEqual({ shape: [28, 28], dtype: "uint8" });
    expect(newLayer(kindOf("InputLayer"), around).settings).toEqual({ shape: [8, 8, 1] });
  });
});

test("a layer put on a short wire makes room, and is wired in", () => {
  const { edits, node } = insertedOn(kindOf("Dropout"), edge("a", "b"), around, { x: 0, y: 0 });
  const after = edits.reduce(apply, CHAIN);
  expect(after.nodes.map(({ x }) => x)).toEqual([0, 224, 672, 896, 448]);
  expect(after.edges.map(({ source, target }) => [source, target])).toEqual([
    ["n-image", "n-a"],
    ["n-a", node],
    [node, "n-b"],
  ]);
});

test("a place that is taken gives the next one below", () => {
  expect(freePlace(CHAIN, { x: 10, y: 5 }, 66)).toEqual({ x: 10, y: 98 });
  expect(freePlace(CHAIN, { x: 0, y: 500 }, 66)).toEqual({ x: 0, y: 500 });
});

test("a new layer goes behind the selected one, or behind the only loose end", () => {
  expect(anchor(CHAIN, ["n-a", "gone"])).toBe("n-a");
  expect(anchor(CHAIN, [])).toBeNull();
  expect(anchor({ ...CHAIN, nodes: CHAIN.nodes.slice(0, 3) }, [])).toBe("n-b");
});

test.each([
  ["Conv2D", { filters: 32, kernel_size: 3, activation: "relu" }, "32 · 3×3 · relu"],
  ["Conv2D", { filters: 32, kernel_size: [3, 5], padding: "same", strides: 2 }, "32 · 3×5 · stride 2 · same"],
  ["Dense", { units: 10, activation: { kind: "softmax", settings: {} } }, "10 · softmax"],
  ["Dropout", { rate: 0.3 }, "0.3"],
  ["InputLayer", { shape: [null, 64] }, "?×64"],
  ["Add", {}, "2 inputs"],
  ["MaxPooling2D", {}, "2×2"],
  ["LayerNormalization", {}, "axis -1"],
  ["MaxPooling2D", { pool_size: 3, strides: 2 }, "3×3 · stride 2"],
])("a %s says its settings in words", (name, settings, words) => {
  expect(settingWords(KINDS[name], layer("x", name, settings), 2)).toBe(words);
});

describe("a layer that is put into the wires of an output", () => {
  const put = (network: Network, name: string, from = "n-a") => {
    const store = { getState: () => ({ network, kinds: KINDS, data: null }) };
    const canvas = { studio: { store } } as unknown as Parameters<typeof wish>[0];
    const wished = wish(
      canvas,
      kindOf(name),
      { x: 9, y: 9 },
      { end: { node: from, output: 0 }, settings: { rate: 0.3 } },
    );
    const between = putBetween(canvas, wished, edgesFrom(network, from));
    const after = between.edits.reduce(apply, network);
    const ends = after.edges.map(({ source, target }) =>
      [source, target].map((id) => (id === wished.node ? "new" : id)),
    );
    return { after, ends, node: after.nodes.find(({ id }) => id === wished.node) };
  };

  test("stands in the wire, with the settings that were typed, and what follows makes room", () => {
    const { after, ends, node } = put(CHAIN, "Dropout");
    expect(ends).toEqual([
      ["n-image", "n-a"],
      ["n-a", "new"],
      ["new", "n-b"],
    ]);
    expect(after.layers.at(-1)?.settings).toEqual({ rate: 0.3 });
    expect(node).toMatchObject({ x: 448, y: 0 });
    expect(after.nodes.find(({ id }) => id === "n-b")).toMatchObject({ x: 672, y: 0 });
  });

  test("leads all of several wires on", () => {
    const { ends } = put(apply(CHAIN, { type: "connect", edge: edge("a", "sum"), index: null }), "Dropout");
    expect(ends).toEqual([
      ["n-image", "n-a"],
      ["n-a", "new"],
      ["new", "n-b"],
      ["new", "n-sum"],
    ]);
  });

  test("follows alone where it can't be wired, and where no wire leaves the output", () => {
    expect(put(CHAIN, "InputLayer").ends).toEqual([
      ["n-image", "n-a"],
      ["n-a", "n-b"],
    ]);
    expect(put(CHAIN, "Dropout", "n-b").ends.at(-1)).toEqual(["n-b", "new"]);
  });
});
