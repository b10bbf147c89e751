import { savedKind } from "../../widgets/src/blocks/kinds";
import { EMPTY } from "../../widgets/src/edits";
import type { Foresight, Kind, Problem } from "../../widgets/src/messages";
import { adapterWords, keyOf, outputWords, parted, withBlocks } from "../../widgets/src/search/rows";
import { KINDS, kind } from "./samples";

const row = (each: Kind | undefined) => ({ kind: each as Kind, settings: {}, words: "" });
const CONV1D = kind("Conv1D", { ranks: [3] });
const CONV2D = kind("Conv2D", { ranks: [4] });
const IMAGE = { shape: [null, 26, 26, 32], dtype: "float32" };

function foreseen(code: string, message: string, shapes: (number | null)[][] = []): Foresight {
  const problem = { code, message, severity: "error", node: "n", setting: null, fixes: [], stage: "build" } as Problem;
  const outputs = shapes.map((shape) => ({ shape, dtype: "float32" }));
  const state = shapes.length > 0 ? "ok" : "faulty";
  const numbers = { parameters: 3, trainable_parameters: 3, flops: null, memory: null, waiting_for: null };
  return { report: { state, outputs, output_names: [], ...numbers }, problems: code ? [problem] : [] };
}

test("before the kernel has been heard, the number of axes says what does not fit", () => {
  const { fitting, misfits } = parted([row(CONV1D), row(CONV2D), row(KINDS.Add)], new Map(), IMAGE);
  expect(fitting.map((each) => each.kind.name)).toEqual(["Conv2D", "Add"]);
  expect(misfits.map((each) => each.reason)).toEqual(["needs steps × channels"]);
});

test("with no output to follow, everything fits", () => {
  expect(parted([row(CONV1D), row(CONV2D)], new Map(), undefined).misfits).toEqual([]);
});

test("what the kernel says counts: a problem of shape folds a row below, any other does not", () => {
  const known = new Map([
    [keyOf(row(CONV2D)), foreseen("window_too_large", "The window of Conv2D “conv2d” does not fit into 2×2; make it.")],
    [keyOf(row(KINDS.Add)), foreseen("missing_input", "Add “add” needs a second input.")],
    [keyOf(row(KINDS.Dense)), foreseen("text_input", "Dense “dense” computes with numbers; received text.")],
  ]);
  const { fitting, misfits } = parted([row(CONV2D), row(KINDS.Add), row(KINDS.Dense)], known, IMAGE);
  expect(fitting.map((each) => each.kind.name)).toEqual(["Add"]);
  expect(misfits.map((each) => each.reason.trim())).toEqual([
    "its window does not fit into 2×2; make it.",
    "computes with numbers; received text.",
  ]);
});

test("a row says what leaves it, or that it needs another wire", () => {
  expect(outputWords(foreseen("", "", [[null, 24, 24, 64]]))).toBe("24×24×64");
  expect(
    outputWords(
      foreseen("", "", [
        [null, 4],
        [null, 2],
      ]),
    ),
  ).toBe("4 +1");
  expect(outputWords(foreseen("missing_input", "x"))).toBe("needs another wire");
});

test("an adapter is told in small letters", () => {
  const edit = { type: "undo" } as never;
  expect(adapterWords({ label: "Insert Reshape to 676×32", edit })).toBe("add Reshape to 676×32");
  expect(adapterWords({ label: "Let “rnn” return its sequences", edit })).toBe("let “rnn” return its sequences");
});

test("a saved block stands behind the kinds that are called so, and before what is found otherwise", () => {
  const block = savedKind("Conv–BN–ReLU", EMPTY);
  const found = [row(CONV2D), row(KINDS.Dropout)];
  expect(withBlocks(found, [block], "conv").map((each) => each.kind.name)).toEqual([
    "Conv2D",
    "block:Conv–BN–ReLU",
    "Dropout",
  ]);
  expect(withBlocks(found, [block], "drop").map((each) => each.kind.name)).toEqual(["Dropout", "Conv2D"]);
});
