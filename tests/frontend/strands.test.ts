import { withPictures } from "../../widgets/src/heard";
import { grid } from "../../widgets/src/pictures/layout";
import { bundleOf, heightAt, heights, nearest, spread, weightAt } from "../../widgets/src/plane/strands";
import { createState } from "../../widgets/src/state";

const HEADER = { node: "b", layer: "lb", inputs: 2, units: 3, bias: true };
const VALUES = new Float32Array([1, -2, 0.5, 0, 0, 3, 0.1, 0.2, 0.3]);
const BUNDLE = bundleOf(
  { header: HEADER, values: VALUES },
  {
    source: "a",
    target: "b",
    starts: [10, 50].map((y) => ({ x: 100, y })),
    ends: [0, 40, 80].map((y) => ({ x: 200, y })),
  },
);

test("weights are read input by input, and the bias below them", () => {
  expect(weightAt(BUNDLE, 0, 1)).toBe(-2);
  expect(weightAt(BUNDLE, 1, 2)).toBe(3);
  expect(weightAt(BUNDLE, null, 1)).toBeCloseTo(0.2);
  expect(BUNDLE.largest).toBe(3);
});

test("weights that are not finite don't make all others thin", () => {
  const values = new Float32Array([1, Number.NaN, 0.5, 0, Number.POSITIVE_INFINITY, 2, 0, 0, 0]);
  expect(bundleOf({ header: HEADER, values }, BUNDLE).largest).toBe(2);
});

test("every unit has a height of its own at the edge of its card, and in its own row", () => {
  for (const count of [1, 2, 7, 16, 64]) {
    const boxes = grid(count, 1, { width: 134, height: 67 }, 2);
    const all = heights(boxes);
    expect(new Set(all.map((y) => y.toFixed(3))).size).toBe(count);
    boxes.forEach((box, i) => {
      expect(all[i]).toBeGreaterThan(box.y);
      expect(all[i]).toBeLessThan(box.y + box.height);
    });
  }
  expect(spread(2, 60)).toEqual([15, 45]);
});

test("a curve begins and ends at its units", () => {
  const [from, to] = [
    { x: 0, y: 5 },
    { x: 10, y: 25 },
  ];
  expect([heightAt(from, to, 0), heightAt(from, to, 5), heightAt(from, to, 10)]).toEqual([5, 15, 25]);
});

test("the wire under the pointer is found at its own height, a bias before any wire, and nothing far away", () => {
  const y = heightAt({ x: 100, y: 50 }, { x: 200, y: 80 }, 130);
  expect(nearest([BUNDLE], { x: 130, y: y + 1 }, 6)).toMatchObject({ input: 1, unit: 2 });
  expect(nearest([BUNDLE], { x: 188, y: 41 }, 6)).toMatchObject({ input: null, unit: 1 });
  expect(nearest([BUNDLE], { x: 90, y: 10 }, 6)).toBeNull();
  expect(nearest([BUNDLE], { x: 150, y: 300 }, 6)).toBeNull();
  const bare = { ...BUNDLE, header: { ...HEADER, bias: false } };
  expect(nearest([bare], { x: 188, y: 41 }, 6)?.input).not.toBeNull();
});

test("weights come behind the pictures of one message, and go when no wires are drawn", () => {
  const event = {
    ...{ type: "pictures" as const, run: 1, step: 3, sample: 0, samples: 1, label: "", extent: null, pictures: [] },
    ...{ averaged: 0, unseen: {}, looked: [], weights: [HEADER], silenced: null },
  };
  const state = createState().getState();
  const bytes = new Uint8Array(VALUES.buffer);
  const { pictures } = withPictures(state, event, [bytes]);
  expect([...(pictures?.weights.b?.values ?? [])]).toEqual([...VALUES]);
  const next = withPictures({ ...state, pictures: pictures ?? null }, { ...event, weights: [] }, []);
  expect(next.pictures?.weights).toEqual({});
});
