import { EMPTY } from "../../widgets/src/edits";
import type { Network, VitalsChunk } from "../../widgets/src/messages";
import type { Palette } from "../../widgets/src/pictures/colours";
import { IDLE } from "../../widgets/src/state";
import { shadeOf } from "../../widgets/src/vitals/flow";
import { idleFigure, saidOf } from "../../widgets/src/vitals/idle";
import { ratioFigure } from "../../widgets/src/vitals/ratios";
import {
  columns,
  decades,
  latestGradient,
  ratioAt,
  shareOf,
  type Vitals,
  withLearning,
  withVitals,
} from "../../widgets/src/vitals/vitals";
import { Kernel, snapshotOf } from "./kernel";

const chunk = (run: number, layers: string[], whole = false): VitalsChunk => ({
  type: "vitals",
  run,
  layers,
  names: layers,
  whole,
  units: null,
});

/** Buffers of steps at which each layer has a gradient, weights of 2 and an update of a hundredth of the gradient. */
function buffers(moments: [number, ...number[]][]): Uint8Array[] {
  const steps = new Float64Array(moments.map(([step]) => step));
  const table = new Float32Array(moments.flatMap(([, ...norms]) => norms.flatMap((norm) => [norm, 2, norm / 100, 0])));
  return [new Uint8Array(steps.buffer), new Uint8Array(table.buffer)];
}

function vitals(layers: string[], moments: [number, ...number[]][]): Vitals {
  const made = withVitals(null, chunk(1, layers, true), buffers(moments));
  if (!made) throw new Error("no vitals");
  return made;
}

test("a chunk goes behind what is known, and what it tells again is left out", () => {
  const first = vitals(
    ["a"],
    [
      [1, 5],
      [4, 6],
    ],
  );
  const more = withVitals(
    first,
    chunk(1, ["a"]),
    buffers([
      [4, 6],
      [9, 7],
    ]),
  );
  expect(more?.steps).toEqual([1, 4, 9]);
  expect(latestGradient(more as Vitals, "a")).toBe(7);
  expect(withVitals(first, chunk(1, ["a"]), buffers([[4, 6]]))).toBe(first);
});

test("another run, other layers or the whole take the place of what was known", () => {
  const old = vitals(["a"], [[100, 5]]);
  for (const next of [chunk(2, ["a"]), chunk(1, ["b"]), chunk(1, ["a"], true)]) {
    expect(withVitals(old, next, buffers([[1, 3]]))?.steps).toEqual([1]);
  }
  expect(withVitals(old, chunk(2, [], true), buffers([]))).toBeNull();
});

test("a long run is kept by its largest gradients and its latest", () => {
  const moments = Array.from({ length: 1020 }, (_, i): [number, number] => [i + 1, i === 500 ? 99 : 1]);
  let kept = vitals(["a"], moments);
  kept = withVitals(kept, chunk(1, ["a"]), buffers(Array.from({ length: 10 }, (_, i) => [2000 + i, 1]))) as Vitals;
  expect(kept.steps.length).toBeLessThan(600);
  expect(kept.steps).toContain(501);
  expect(kept.steps.at(-1)).toBe(2009);
});

test("a column shows the largest norm in it, and what is no number before all", () => {
  const seen = vitals(
    ["a"],
    [
      [0, 1],
      [1, 8],
      [2, 3],
      [50, Number.NaN],
      [51, 4],
      [100, 2],
    ],
  );
  const cells = columns(seen, 0, 10);
  expect([...cells.slice(0, 5)]).toEqual([8, 8, 8, 8, 8]);
  expect(cells[5]).toBeNaN();
  expect(cells[9]).toBe(2);
});

test("the scale goes over whole decades, and zero has no place on it", () => {
  const seen = vitals(
    ["a", "b"],
    [
      [1, 0.02, 0],
      [2, 30, Number.POSITIVE_INFINITY],
    ],
  );
  expect(decades(seen)).toEqual({ low: -2, high: 2 });
  expect(shareOf(seen, 1)).toBe(0.5);
  expect([shareOf(seen, 0), shareOf(seen, Number.NaN)]).toEqual([null, null]);
  expect(decades(vitals(["a"], [[1, 0]]))).toEqual({ low: -3, high: 0 });
});

test("a ratio is the update by the weights", () => {
  const seen = vitals(["a"], [[1, 4]]);
  expect(ratioAt(seen, 0, 0)).toBeCloseTo(0.02);
  expect(ratioAt({ ...seen, rows: [new Float32Array([4, 0, 1, 0])] }, 0, 0)).toBeNaN();
});

test("a block has the norm of all layers inside", () => {
  const seen = vitals(["block/a", "block/b", "blocks"], [[1, 3, 4, 9]]);
  expect(latestGradient(seen, "block")).toBe(5);
  expect(latestGradient(seen, "other")).toBeNull();
});

const layer = (id: string) => ({ id, kind: "Dense", name: id, settings: {} });
const node = (id: string) => ({ id, layer: id, x: 0, y: 0 });
const network = {
  ...EMPTY,
  layers: ["in", "a", "pool", "b"].map(layer),
  nodes: ["in", "a", "pool", "b"].map(node),
  edges: [
    ["in", "a"],
    ["a", "pool"],
    ["pool", "b"],
  ].map(([source, target]) => ({ source, output: 0, target, port: "inputs", slot: 0 })),
} as unknown as Network;

test("a wire is drawn by the nearest layer before it that learns", () => {
  const seen = vitals(
    ["a", "b"],
    [
      [1, 0.02, 1],
      [2, 0.1, Number.NaN],
    ],
  );
  expect(shadeOf(network, seen, "", "a")).toBe(0.5);
  expect(shadeOf(network, seen, "", "pool")).toBe(0.5);
  expect(shadeOf(network, seen, "", "b")).toBe("broken");
  expect(shadeOf(network, seen, "", "in")).toBeNull();
});

test("gradients that come with a run's other news are kept, and a run that is forgotten takes them along", async () => {
  const kernel = new Kernel(snapshotOf(EMPTY, []), { keras_version: "3", groups: [], layers: [], objects: {} });
  const studio = await kernel.studio();
  kernel.tell({ type: "together", events: [chunk(1, ["a"])] }, buffers([[3, 2]]));
  await new Promise((done) => setTimeout(done, 200));
  expect(studio.store.getState().vitals?.steps).toEqual([3]);
  kernel.tell({ type: "run_changed", status: IDLE });
  expect(studio.store.getState().vitals).toBeNull();
});

const UNITS = {
  steps: [10, 30],
  layers: [
    { node: "n1", name: "Dense “hidden”", activation: "relu", units: 32, shares: [0, 0.5] },
    { node: null, name: "Dense “gate”", activation: "tanh", units: 8, shares: [0.25, 0.125] },
  ],
};

test("idle units come with a chunk, also where no gradient is measured, and take the place of those before", () => {
  const nothing = { vitals: null, idle: null };
  const alone = withLearning(nothing, { ...chunk(1, [], true), units: UNITS }, buffers([]));
  expect(alone).toEqual({ vitals: null, idle: UNITS });
  const later = withLearning(alone, { ...chunk(1, ["a"]), units: structuredClone(UNITS) }, buffers([[1, 5]]));
  expect(later.idle).toBe(UNITS);
  expect(later.vitals?.steps).toEqual([1]);
  expect(withLearning(later, chunk(2, ["a"]), buffers([[1, 5]])).idle).toBeNull();
});

test("idle units are a line a layer, and the latest share is said in words", () => {
  const { data, layout } = idleFigure(UNITS, new Set(["n1"]), { width: 300, height: 100 }, {} as Palette);
  expect(data.map(({ x, y }) => [x, y])).toEqual([
    [
      [10, 30],
      [0, 0.5],
    ],
    [
      [10, 30],
      [0.25, 0.125],
    ],
  ]);
  expect(data.map(({ line }) => (line as { width: number; dash: string }).dash)).toEqual(["solid", "dash"]);
  expect(data.map(({ line }) => (line as { width: number }).width)).toEqual([3, 1.5]);
  expect((layout.shapes as { y0: number }[])[0]?.y0).toBe(0.5);
  expect(layout.xaxis).not.toHaveProperty("tickvals");
  const one = { steps: [540], layers: UNITS.layers.map((layer) => ({ ...layer, shares: layer.shares.slice(0, 1) })) };
  const single = idleFigure(one, new Set(), { width: 300, height: 100 }, {} as Palette);
  expect(single.layout.xaxis).toHaveProperty("tickvals", [540]);
  const near = idleFigure({ ...UNITS, steps: [361, 362] }, new Set(), { width: 300, height: 100 }, {} as Palette);
  expect(near.layout.xaxis).toMatchObject({ dtick: 1, range: [360.75, 362.25], tickformat: ",d" });
  expect(UNITS.layers.map(saidOf)).toEqual([
    "Dense “hidden”, relu: 50.0% of 32 units dead",
    "Dense “gate”, tanh: 12.5% of its values saturated",
  ]);
});

test("the axis of updates has ticks between decades where there is hardly one, and each decade otherwise", () => {
  const ticks = (norms: number[]) =>
    ratioFigure(
      vitals(
        ["a"],
        norms.map((norm, i) => [i + 1, norm]),
      ),
      new Set(),
      { width: 300, height: 100 },
      {} as Palette,
    ).layout.yaxis;
  expect(ticks([0.1, 0.4])).toMatchObject({ dtick: "D2" });
  expect(ticks([0.001, 4])).toMatchObject({ dtick: 1 });
  expect(ticks([Number.NaN])).toMatchObject({ dtick: "D2" });
});
