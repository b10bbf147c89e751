import { zoomed } from "../../widgets/src/canvas/gestures";
import { describe as describeKey, SHORTCUTS } from "../../widgets/src/canvas/shortcuts";
import type { Kind } from "../../widgets/src/messages";
import { finder, parse, search, settingsFrom } from "../../widgets/src/search/query";
import { KINDS } from "./samples";

const find = finder(Object.values(KINDS));
const best = (query: string) => {
  const [first] = search(query, find);
  return first && [first.kind.name, first.settings];
};

describe("a query", () => {
  test("is a name, then values from the first number on", () => {
    expect(parse(" conv 64  5x5 relu ")).toEqual({ name: "conv", values: ["64", "5x5", "relu"] });
    expect(parse("max pooling")).toEqual({ name: "max pooling", values: [] });
    expect(parse("")).toEqual({ name: "", values: [] });
  });

  test.each([
    ["conv 64", ["Conv2D", { filters: 64 }]],
    ["conv 64 5x5 same relu", ["Conv2D", { filters: 64, kernel_size: [5, 5], padding: "same", activation: "relu" }]],
    ["conv 64 5", ["Conv2D", { filters: 64, kernel_size: 5 }]],
    ["dense 10 softmax", ["Dense", { units: 10, activation: "softmax" }]],
    ["dense relu", ["Dense", { activation: "relu" }]],
    ["dropout 0.3", ["Dropout", { rate: 0.3 }]],
    ["drpout", ["Dropout", {}]],
    ["Attention", ["Attention", {}]],
  ])("%s", (query, expected) => {
    expect(best(query)).toEqual(expected);
  });

  test("with settings that no kind takes finds nothing", () => {
    expect(search("dense 1.5", find)).toEqual([]);
    expect(search("zzzz", find)).toEqual([]);
  });

  test("that is empty finds everything, in the catalog's order", () => {
    expect(search("", find).map(({ kind }) => kind.name)).toEqual(Object.keys(KINDS));
  });

  test("finds by group and by what a layer does, too", () => {
    expect(search("merging", find)[0]?.kind.name).toBe("Add");
    expect(search("slides filters", find)[0]?.kind.name).toBe("Conv2D");
  });
});

test("a value that a kind has no place for is no setting of it", () => {
  expect(settingsFrom(KINDS.Dense as Kind, ["1", "2"])).toBeNull();
  expect(settingsFrom(KINDS.Dropout as Kind, ["relu"])).toBeNull();
});

describe("the keys", () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
    describeKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

  test("are written as the table writes them", () => {
    expect(press("z", { ctrlKey: true })).toBe("Ctrl+Z");
    expect(press("Z", { metaKey: true, shiftKey: true })).toBe("Ctrl+Shift+Z");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("Delete", { ctrlKey: true })).toBe("Ctrl+Delete");
    expect(press("ArrowUp")).toBe("ArrowUp");
  });

  test("mean one thing each", () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test("the wheel zooms by its turn, a pinch by more, and neither without end", () => {
  const turn = { deltaY: -100, deltaMode: 0, ctrlKey: false };
  expect(zoomed(1, turn)).toBeCloseTo(2 ** 0.2);
  expect(zoomed(1, { ...turn, deltaY: -10, ctrlKey: true })).toBeCloseTo(2 ** 0.1);
  expect(zoomed(1, { ...turn, deltaY: 1e6 })).toBe(0.02);
  expect(zoomed(1, { ...turn, deltaY: -1e6 })).toBe(2.5);
});
