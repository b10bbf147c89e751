import { midLines } from "../../widgets/src/canvas/midLines";
import { kindWords } from "../../widgets/src/canvas/words";

/** Letters of one width. */
const measure = (words: string) => words.length * 6;
const said = { kinds: ["MaxPooling2D", "MaxPool2D"], name: "down_a", words: "12×12×64" };

test("kind and name stand beside each other and the shape below, while there is room", () => {
  const lines = midLines(said, { width: 120, lines: 3 }, measure);
  expect(lines).toEqual([{ kind: "MaxPooling2D", name: "down_a" }, { words: "12×12×64" }]);
  expect(midLines(said, { width: 100, lines: 2 }, measure)[0]).toEqual({ kind: "MaxPool2D", name: "down_a" });
});

test("kind and name below each other drive out the shape, where there are two lines", () => {
  expect(midLines(said, { width: 60, lines: 2 }, measure)).toEqual([{ kind: "MaxPool2D" }, { name: "down_a" }]);
  expect(midLines(said, { width: 60, lines: 3 }, measure)).toContainEqual({ words: "12×12×64" });
});

test("a name is whole before a kind is seen, broken where its words part", () => {
  const long = { ...said, name: "middle_up_block_a" };
  expect(midLines(long, { width: 66, lines: 2 }, measure)).toEqual([{ name: "middle_" }, { name: "up_block_a" }]);
  expect(midLines(long, { width: 66, lines: 3 }, measure)[0]).toEqual({ kind: "MaxPool2D" });
  expect(midLines({ ...long, name: "middle" }, { width: 30, lines: 2 }, measure)).toContainEqual({ name: "middle" });
  expect(midLines({ ...long, name: "_" }, { width: 2, lines: 2 }, measure)).toContainEqual({ name: "_" });
});

test("a block is known by its name alone", () => {
  const block = { kinds: [], name: "encoder ×3", words: "8×8×16" };
  expect(midLines(block, { width: 66, lines: 2 }, measure)).toEqual([{ name: "encoder ×3" }, { words: "8×8×16" }]);
});

test.each([
  ["Conv2DTranspose", ["Conv2DTranspose", "Conv2DT", "ConvT"]],
  ["GlobalAveragePooling2D", ["GlobalAvgPool2D", "GlobalAvgPool"]],
  ["MaxPooling2D", ["MaxPooling2D", "MaxPool2D", "MaxPool"]],
  ["BatchNormalization", ["BatchNorm"]],
  ["InputLayer", ["Input"]],
  ["ops.numpy.expand_dims", ["expand_dims"]],
])("%s is said in fewer and fewer letters", (kind, words) => {
  expect(kindWords(kind)).toEqual(words);
});
