import { outward } from "../../widgets/src/blocks/level";
import { axisNames, channelSum, positionAt, windowOf } from "../../widgets/src/explain/computing";
import { commandOf, FIRST_WISH, largest, partsOf, unitName } from "../../widgets/src/explain/explaining";
import { tint } from "../../widgets/src/explain/tint";
import type { ComputationShown, ExplainedPart, NodeReport, Picture, SampleExplained } from "../../widgets/src/messages";
import { heatPixels } from "../../widgets/src/pictures/heat";

const bytes = (values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer);
const report = (...shape: number[]): NodeReport =>
  ({ outputs: [{ shape: [null, ...shape], dtype: "float32" }] }) as unknown as NodeReport;
const picture = (form: Picture["form"], height: number, width: number): Picture =>
  ({ form, height, width, node: "n" }) as unknown as Picture;

test("a place in a map is the value that was averaged there, and in a sequence the step", () => {
  expect(positionAt(picture("maps", 8, 8), report(8, 8, 4), 3, 2, 5)).toEqual([2, 5, 3]);
  // 100 pixels are drawn as 50: each stands for two.
  expect(positionAt(picture("maps", 50, 50), report(100, 99, 4), 0, 49, 49)).toEqual([98, 98, 0]);
  expect(positionAt(picture("maps", 6, 3), report(6, 3), 0, 4, 1)).toEqual([4, 1]);
  expect(positionAt(picture("bars", 1, 1), report(10), 7, 0, 0)).toEqual([7]);
  // 300 steps of 5 features are drawn as 100 of 5.
  const long = { ...picture("maps", 100, 5), size: "focus" } as Picture;
  expect(positionAt(long, report(300, 5), 0, 99, 4)).toEqual([297, 4]);
});

test("what has no value of its own in the picture has no position", () => {
  expect(positionAt(picture("histogram", 1, 1), report(500), 7, 0, 0)).toBeNull();
  expect(positionAt(picture("bars", 1, 1), undefined, 7, 0, 0)).toBeNull();
  expect(positionAt(picture("maps", 2, 2), report(2, 2, 2, 2), 0, 0, 0)).toBeNull();
});

test("a window is read channel by channel, and other computations are lists of terms", () => {
  const answer = {
    axes: ["row", "column", "channel"],
    indices: [
      [-1, 0],
      [3, 4],
      [0, 5],
    ],
  } as unknown as ComputationShown;
  const buffers = [bytes([1, 2, 3, 4, 5, 6, 7, 8]), bytes([1, 1, 1, 1, 1, 1, 1, -1])];
  const found = windowOf({ answer, buffers });
  expect(found?.channels).toEqual([0, 5]);
  expect(found && [channelSum(found, 0), channelSum(found, 1)]).toEqual([16, 4]);
  expect(windowOf({ answer: { ...answer, axes: ["input"], indices: [[0]] }, buffers })).toBeNull();
  expect(windowOf({ answer: { ...answer, indices: [] }, buffers: [] })).toBeNull();
});

test("an explanation's buffers go to the parts that they are of", () => {
  const part = (some: Partial<ExplainedPart>): ExplainedPart => ({
    name: "x",
    kind: "words",
    at: "",
    height: 0,
    width: 0,
    channels: 0,
    shape: [],
    words: [],
    signed: false,
    ...some,
  });
  const answer = {
    parts: [
      part({ kind: "image", height: 1, width: 2, channels: 1, shape: [1, 1] }),
      part({ kind: "image", height: 1, width: 1, channels: 1 }),
      part({ shape: [2], words: ["a", "b"] }),
    ],
  } as unknown as SampleExplained;
  const found = partsOf({
    answer,
    buffers: [new Uint8Array([1, 2]), bytes([0.5]), new Uint8Array([3]), bytes([1, -1])],
  });
  expect(found.map(({ pixels, heat }) => [[...pixels], [...heat]])).toEqual([
    [[1, 2], [0.5]],
    [[3], []],
    [[], [1, -1]],
  ]);
});

test("a layer is sent with the methods that are about one, and by its path from inside a block", () => {
  const wish = { ...FIRST_WISH, node: "n1", unit: 3 };
  const command = commandOf(wish, "v", 2);
  expect(command).toMatchObject({ method: "grad_cam", node: "n1", unit: 3, sample: 2 });
  expect(commandOf({ ...wish, method: "occlusion" }, "v", 2)).toMatchObject({ node: null });
  expect(outward(command, ["b"])).toMatchObject({ node: "b/n1" });
  const shown = { type: "show_computation", view: "v", node: "n1", sample: 0, position: [] } as const;
  expect(outward({ ...shown, position: [] }, ["b", "c"])).toMatchObject({ node: "b/c/n1" });
});

test("heat hides the more the stronger it is, and has its sign's colour", () => {
  const colours = [
    [255, 0, 0],
    [0, 0, 255],
  ] as const;
  const signed = heatPixels(new Float32Array([-2, 0, 1, Number.NaN]), true, colours);
  expect([...signed.slice(0, 4)]).toEqual([255, 0, 0, 204]);
  expect(signed[7]).toBe(0);
  expect([...signed.slice(8, 12)]).toEqual([0, 0, 255, 102]);
  expect(signed[15]).toBe(0);
  const magnitude = heatPixels(new Float32Array([0, 4]), false, colours);
  expect([magnitude[3], magnitude[7]]).toEqual([51, 204]);
});

test("words and cells are tinted up to what text can be read on", () => {
  expect(tint(-2, 2)).toBe("color-mix(in srgb, var(--negative) 45%, transparent)");
  expect(tint(1, 2)).toBe("color-mix(in srgb, var(--positive) 23%, transparent)");
  expect(tint(Number.NaN, 2)).toContain(" 0%");
  expect([largest([0, -3, Number.POSITIVE_INFINITY]), largest([])]).toEqual([3, 1]);
});

test("units and axes have names", () => {
  expect([
    unitName([1], 2, ["cat", "dog"]),
    unitName([0], 1, ["cat", "dog"]),
    unitName([7], 9, ["cat"]),
    unitName([1, 2], 3, []),
  ]).toEqual(["dog", "dog", "unit 7", "value at 1, 2"]);
  expect([axisNames(3), axisNames(1), axisNames(5).at(-1)]).toEqual([["row", "column", "channel"], ["unit"], "axis 5"]);
});
