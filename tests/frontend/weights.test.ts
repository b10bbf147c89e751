import type { WeightPicture, Weights } from "../../widgets/src/messages";
import { ridgeLines, ridgeRange } from "../../widgets/src/weights/ridges";
import { signedColour, signedPixels } from "../../widgets/src/weights/signed";
import { unpacked } from "../../widgets/src/weights/useWeights";

const bytes = (array: Float32Array | Float64Array) => new Uint8Array(array.buffer);
const plain: WeightPicture = {
  name: "bias",
  shape: [2],
  form: "values",
  count: 1,
  height: 1,
  width: 2,
  total: 1,
  first: 0,
  down: 1,
  across: 1,
  low: -1,
  high: 1,
  unsound: 0,
  moments: 0,
  sentence: "",
};

test("each variable gets its own buffers, whether or not it was measured", () => {
  const answer: Weights = {
    type: "weights",
    layer: "a",
    step: 7,
    sentence: "",
    pictures: [
      { ...plain, name: "text", form: "none", sentence: "It holds text." },
      { ...plain, name: "kernel", moments: 2 },
      plain,
    ],
  };
  const seen = unpacked(answer, [
    bytes(new Float32Array([1, 2])),
    bytes(new Float32Array([3])),
    bytes(new Float64Array([10, 20])),
    bytes(new Float32Array([-1, 1, -2, 2])),
    bytes(new Float32Array([4, 5])),
    bytes(new Float32Array([-3, 3, -4, 4])),
    bytes(new Float32Array([6, 7])),
    bytes(new Float32Array([8, 9])),
    bytes(new Float32Array([6])),
  ]);
  expect(seen.weights.map(({ values }) => [...values])).toEqual([[], [1, 2], [8, 9]]);
  expect([...(seen.weights[1]?.ridges?.steps ?? [])]).toEqual([10, 20]);
  expect([...(seen.weights[1]?.gradients?.steps ?? [])]).toEqual([10, 20]);
  expect([...(seen.weights[1]?.gradients?.ranges ?? [])]).toEqual([-3, 3, -4, 4]);
  expect([...(seen.weights[1]?.gradients?.counts ?? [])]).toEqual([6, 7]);
  expect([seen.weights[2]?.ridges, seen.weights[2]?.gradients]).toEqual([null, null]);
});

const scale = { negative: [200, 100, 0], zero: [100, 100, 100], positive: [0, 0, 200], error: [255, 0, 0] } as const;

test("zero is the middle of the scale, and what is no number has its own colour", () => {
  expect(signedColour(0, 2, scale)).toEqual([100, 100, 100]);
  expect(signedColour(-2, 2, scale)).toEqual([200, 100, 0]);
  expect(signedColour(1, 2, scale)).toEqual([50, 50, 150]);
  expect(signedColour(0, 0, scale)).toEqual([100, 100, 100]);
  expect([...signedPixels([Number.NaN, Number.POSITIVE_INFINITY], 2, scale)]).toEqual([255, 0, 0, 255, 255, 0, 0, 255]);
});

function ridges(ranges: [number, number][], counts: number[][]) {
  return {
    steps: new Float64Array(ranges.map((_, i) => i + 1)),
    ranges: new Float32Array(ranges.flat()),
    counts: new Float32Array(counts.flatMap((each) => [...each, ...new Array(32 - each.length).fill(0)])),
  };
}

test("ridges share one axis, the latest lowest on the screen", () => {
  const lines = ridgeLines(
    ridges(
      [
        [-1, 1],
        [-2, 2],
      ],
      [[4], [4]],
    ),
    { width: 100, height: 50 },
  );
  expect(lines.map(({ base }) => base)).toEqual([22.5, 49]);
  expect(lines[0]?.points.at(0)).toEqual({ x: 25, y: 22.5 });
  expect(lines[1]?.points.at(-1)).toEqual({ x: 100, y: 49 });
  // The same share of values in half the width is twice as dense.
  const tops = lines.map(({ points, base }) => base - (points[1]?.y ?? 0));
  expect((tops[1] ?? 0) < (tops[0] ?? 0)).toBe(true);
});

test("a ridge is cut off only where it is a spike beside all others", () => {
  const even = (width: number): [number, number] => [-width, width];
  const tall = (ranges: [number, number][]) =>
    ridgeLines(
      ridges(
        ranges,
        ranges.map(() => [4]),
      ),
      { width: 100, height: 100 },
    ).map(({ points, base }) => Math.round(base - (points[1]?.y ?? 0)));
  expect(tall([even(4), even(4), even(2)])).toEqual([23, 23, 45]);
  expect(tall([even(4), even(4), even(0.5)])).toEqual([45, 45, 45]);
});

test("weights that are all alike, or all broken, have an axis", () => {
  expect(ridgeRange(ridges([[3, 3]], [[4]]))).toEqual({ low: 2.5, high: 3.5 });
  const [line] = ridgeLines(ridges([[0, 0]], [[0]]), { width: 100, height: 50 });
  expect(line?.points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
});
