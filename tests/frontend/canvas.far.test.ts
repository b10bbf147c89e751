import { farLines } from "../../widgets/src/canvas/farLines";

/** Letters of one width. */
const measure = (words: string) => words.length * 6;

test("a name that has room stands on one line in the usual type", () => {
  expect(farLines("places", 54, measure)).toEqual({ lines: ["places"], scale: 1 });
});

test("a longer one stands on two lines that part between its words", () => {
  expect(farLines("ones_like_it", 54, measure)).toEqual({ lines: ["ones_", "like_it"], scale: 1 });
});

test("a word that is too long is written smaller, and never broken", () => {
  expect(farLines("attention", 50, measure)).toEqual({ lines: ["attention"], scale: 50 / 54 });
  expect(farLines("self_attention", 50, measure)).toEqual({ lines: ["self_", "attention"], scale: 50 / 54 });
});

test("below the least size it is left to be cut at its end", () => {
  expect(farLines("separableconvolution", 54, measure)).toEqual({ lines: ["separableconvolution"], scale: 0.75 });
});
