import type { Predicted, Samples, SampleTensor } from "../../widgets/src/messages";
import type { Palette } from "../../widgets/src/pictures/colours";
import { figureOf, noteOf } from "../../widgets/src/predictions/figures";
import {
  cellAt,
  classNames,
  commandOf,
  FIRST_LOOK,
  listed,
  listOf,
  markedCurve,
  type Seen,
  saidOf,
  seenOf,
  shownOf,
  sortedRows,
  tableText,
  totalOf,
} from "../../widgets/src/predictions/predictions";
import { tileOf } from "../../widgets/src/predictions/useTiles";

const NAMES = ["cat", "dog", "bird"];
const PALETTE = { panel: "#fff", secondary: "#666", accent: "#17d" } as Palette;
const SIZE = { width: 300, height: 160 };

function head(some: Partial<Predicted>): Predicted {
  return {
    type: "predicted",
    kind: "classes",
    step: 10,
    output: 0,
    unit: 0,
    source: "validation",
    samples: 4,
    total: 4,
    unsound: 0,
    names: NAMES,
    shown: [0, 1, 2],
    curves: [0, 2],
    facts: { accuracy: 0.5 },
    seconds: 0.1,
    ...some,
  };
}

const bytes = (values: Float32Array | Uint32Array) => new Uint8Array(values.buffer);
const whole = (...values: number[]) => bytes(Uint32Array.from(values));
const real = (...values: number[]) => bytes(Float32Array.from(values));

/** Four samples: cat as cat, cat as dog, dog as bird, bird as bird. */
function classes(some: Partial<Predicted> = {}): Seen {
  const none = Number.NaN;
  return seenOf({
    answer: head(some),
    buffers: [
      whole(7, 70, 3, 9),
      whole(0, 0, 1, 2),
      whole(0, 1, 2, 2),
      real(0.9, 0.6, 0.8, 0.75),
      real(0.9, 0.3, 0.1, 0.75),
      whole(2, 1),
      whole(2, 1),
      whole(1, 1, 0, 0, 0, 1, 0, 0, 1),
      real(...[1, 0.5, 2 / 3, 2, 0.75, 0.8], ...[0, 0, 0, 1, none, 0.5], ...[0.5, 1, 2 / 3, 1, 0.5, 0.4]),
      real(...[none, 0.7], ...[none, 0.5], ...[0, 4]),
      ...[real(0, 1), real(0, 1), real(0, 1), real(1, 0.5)],
      ...[real(0, 0.5, 1), real(0, 0.2, 1), real(0, 1), real(1, 0.4)],
    ],
  });
}

function numbers(): Seen {
  return seenOf({
    answer: head({ kind: "numbers", names: ["rent"], shown: [], curves: [], facts: { mae: 0.5 } }),
    buffers: [whole(4, 5), real(1, 2), real(1.5, 1), real(), real(), whole(1, 0), whole()],
  });
}

describe("an answer", () => {
  test("is its arrays by name", () => {
    const seen = classes();
    expect([...seen.places]).toEqual([7, 70, 3, 9]);
    expect(seen.curves.map((each) => each.of)).toEqual([0, 2]);
    expect([...(seen.curves[1]?.false ?? [])]).toEqual([0, 0.5, 1]);
    expect(Array.from(numbers().answers)).toEqual([1.5, 1]);
  });

  test("says of each sample what is true, what was answered and how surely", () => {
    expect(saidOf(classes(), 2)).toEqual({ truth: "dog", answer: "bird", chance: "80%" });
    expect(saidOf(numbers(), 0)).toEqual({ truth: "1.00", answer: "1.50", chance: "" });
  });

  test("of several labels is about the one that is looked at, with it and without", () => {
    const seen = classes({ kind: "labels", unit: 1, shown: [0, 1] });
    expect(classNames(seen.head)).toEqual(["not dog", "dog"]);
    expect(markedCurve(seen, 0)).toBe(2);
    expect(markedCurve(classes({ kind: "labels", unit: 0, shown: [0, 1] }), 2)).toBe(0);
  });
});

describe("the matrix", () => {
  test("has counts, and shares of the whole class, also of columns that are not shown", () => {
    expect(cellAt(classes(), 0, 1)).toEqual({ count: 1, share: 0.5 });
    const few = { ...classes({ shown: [0, 2] }), counts: Uint32Array.from([1, 0, 0, 1]) };
    expect(cellAt(few, 0, 0)).toEqual({ count: 1, share: 0.5 });
  });

  test("a cell lists its samples, errors stand in the order of the kernel", () => {
    const seen = classes();
    expect(listed(seen, { truth: 0, answer: 1 })).toEqual([1]);
    expect(listed(seen, { truth: 1, answer: 1 })).toEqual([]);
    expect(listed(seen, "worst")).toEqual([2, 1]);
    expect(listed(numbers(), "worst")).toEqual([1, 0]);
    expect(totalOf({ ...seen, worst: seen.worst.slice(0, 1) }, "worst")).toBe(2);
    expect(totalOf(seen, { truth: 0, answer: 0 })).toBe(1);
    expect(totalOf(numbers(), "worst")).toBe(2);
  });
});

describe("the table", () => {
  test("sorts by each column both ways, with what is a share of nothing last", () => {
    const seen = classes();
    expect(sortedRows(seen, 2, false)).toEqual([1, 0, 2]);
    expect(sortedRows(seen, 4, false)).toEqual([2, 0, 1]);
    expect(sortedRows(seen, 4, true)).toEqual([0, 2, 1]);
    expect(sortedRows(seen, -1, true)).toEqual([1, 0, 2]);
  });

  test("numbers sort as numbers where they are names", () => {
    const names = ["10", "9", "1"];
    expect(sortedRows(classes({ names }), -1, false)).toEqual([2, 1, 0]);
  });

  test("writes shares, counts and areas", () => {
    expect([tableText(0.5, 0), tableText(12, 3), tableText(0.98765, 4), tableText(Number.NaN, 1)]).toEqual([
      "50.0%",
      "12",
      "0.988",
      "–",
    ]);
  });
});

describe("what is asked and shown", () => {
  test("the class whose curves are marked is no question for the kernel, a label is", () => {
    const look = { ...FIRST_LOOK, marked: 5, unit: 3 };
    expect(commandOf(look, "v")).toEqual({ type: "get_predictions", view: "v", output: 0, unit: 3 });
  });

  test("a cell of other answers gives way to the worst errors", () => {
    const cell = { truth: 2, answer: 0 };
    expect(listOf(classes(), cell)).toBe(cell);
    expect(listOf(classes({ kind: "labels", shown: [0, 1] }), cell)).toBe("worst");
    expect(listOf(classes({ names: ["yes", "no"] }), cell)).toBe("worst");
    expect(listOf(numbers(), "certain")).toBe("worst");
  });

  test("a view that another kind of answers does not have gives way to its first", () => {
    expect(shownOf("numbers", "confusion")).toBe("fit");
    expect(shownOf("classes", "roc")).toBe("roc");
  });
});

describe("charts", () => {
  test("the curve with the smallest area is marked, and drawn above the others", () => {
    const seen = classes();
    expect(markedCurve(seen, null)).toBe(2);
    const { data } = figureOf(seen, "roc", null, SIZE, PALETTE);
    expect(data.map((each) => each.name)).toEqual(["cat", "bird"]);
    expect(data[1]).toMatchObject({ line: { color: "#17d" } });
    expect(noteOf(seen, "roc", null)).toBe("bird: area 0.500; 2 of 3");
    expect(figureOf(seen, "precision", 0, SIZE, PALETTE).data[1]).toMatchObject({ name: "cat", line: { shape: "vh" } });
    expect(noteOf(seen, "precision", 0)).toBe("cat: area 0.800; 2 of 3");
  });

  test("no class with samples both of it and of others has no curve", () => {
    const seen = classes({ curves: [] });
    expect(markedCurve(seen, 1)).toBe(null);
    expect(figureOf(seen, "roc", null, SIZE, PALETTE).data).toEqual([]);
    expect(noteOf(seen, "roc", null)).toContain("no class");
  });

  test("calibration leaves bins without samples out", () => {
    const [line] = figureOf(classes(), "calibration", null, SIZE, PALETTE).data;
    expect(line?.x).toEqual([Math.fround(0.7)]);
    expect(line?.customdata).toEqual([4]);
    expect(noteOf(classes({ facts: { calibration_error: 0.2 } }), "calibration", null)).toContain("20.0%");
  });

  test("numbers are drawn over the truth, as answers or as residuals", () => {
    expect(figureOf(numbers(), "fit", null, SIZE, PALETTE).data[0]).toMatchObject({ x: [1, 2], y: [1.5, 1] });
    expect(figureOf(numbers(), "residuals", null, SIZE, PALETTE).data[0]).toMatchObject({ x: [1, 2], y: [0.5, -1] });
    expect(figureOf(numbers(), "spread", null, SIZE, PALETTE).data[0]?.x).toEqual([0.5, -1]);
  });
});

test("a tile has the picture of the first input that is one, or the words of all", () => {
  const words = (name: string, role: "input" | "target", said: string[]) =>
    ({ name, role, kind: "words", height: 0, width: 0, channels: 0, words: said }) satisfies SampleTensor;
  const image = {
    name: "i",
    role: "input",
    kind: "image",
    height: 1,
    width: 2,
    channels: 1,
    words: [],
  } satisfies SampleTensor;
  const mask = { ...image, name: "m", role: "target", kind: "mask" } satisfies SampleTensor;
  const pictured: Samples = { type: "samples", count: 2, tensors: [words("w", "input", ["a", "b"]), image, mask] };
  const tile = tileOf(pictured, [Uint8Array.from([1, 2, 3, 4]), new Uint8Array(4)], 1);
  expect([tile.tensor?.name, [...tile.pixels]]).toEqual(["i", [3, 4]]);
  const table: Samples = {
    type: "samples",
    count: 1,
    tensors: [words("x", "input", ["1, 2"]), words("z", "input", ["red"]), words("y", "target", ["no"])],
  };
  expect(tileOf(table, [], 0)).toMatchObject({ tensor: null, words: "1, 2 · red" });
});
