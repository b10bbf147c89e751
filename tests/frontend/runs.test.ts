import type { Difference, KeptRow, KeptRuns } from "../../widgets/src/messages";
import { changeWords, isAdded, markOf, summaryOf } from "../../widgets/src/runs/difference";
import { curvesIn, overlayOf, overlayTraces } from "../../widgets/src/runs/overlays";
import {
  coloursOf,
  columnsOf,
  curvesOf,
  filtered,
  metricsOf,
  nextOrder,
  PALETTE,
  sorted,
  tagsIn,
  when,
  withRuns,
} from "../../widgets/src/runs/runs";

function row(id: string, given: Partial<KeptRow> = {}): KeptRow {
  return {
    id,
    name: `run ${id}`,
    began: Number(id),
    state: "finished",
    tags: [],
    note: "",
    starred: false,
    colour: "",
    seconds: 5,
    epochs: 1,
    steps: 10,
    parameters: 100,
    data: "Digits",
    optimizer: "Adam",
    learning_rate: null,
    batch_size: 32,
    seed: 0,
    metrics: {},
    problem: "",
    history: true,
    weights: true,
    ...given,
  };
}

const RUNS = [
  row("1", { metrics: { loss: 0.5, val_loss: 0.6, accuracy: 0.9 } }),
  row("2", { metrics: { loss: null }, tags: ["wide"], note: "lost its way" }),
  row("3", { metrics: { loss: 0.25, mae: 3 }, optimizer: "SGD", learning_rate: 0.1 }),
];
const ids = (runs: readonly KeptRow[]) => runs.map((run) => run.id);

test("runs stand newest first, or by a column either way, with those that have no value last", () => {
  expect(ids(sorted(RUNS, null))).toEqual(["3", "2", "1"]);
  expect(ids(sorted(RUNS, { column: "loss", down: false }))).toEqual(["3", "1", "2"]);
  expect(ids(sorted(RUNS, { column: "loss", down: true }))).toEqual(["1", "3", "2"]);
  expect(ids(sorted(RUNS, { column: "name", down: false }))).toEqual(["1", "2", "3"]);
  expect(ids(sorted(RUNS, { column: "gone", down: false }))).toEqual(["3", "2", "1"]);
});

test("a column goes up, down, and back to the newest first", () => {
  const up = nextOrder(null, "loss");
  const down = nextOrder(up, "loss");
  expect([up, down, nextOrder(down, "loss")]).toEqual([
    { column: "loss", down: false },
    { column: "loss", down: true },
    null,
  ]);
  expect(nextOrder(down, "name")).toEqual({ column: "name", down: false });
});

test("metrics are columns, losses first and each with its validation, and one that is not finite says so", () => {
  expect(metricsOf(RUNS)).toEqual(["loss", "val_loss", "accuracy", "mae"]);
  expect(curvesOf(RUNS)).toEqual(["loss", "accuracy", "mae"]);
  const loss = columnsOf(RUNS).find((column) => column.name === "loss");
  expect(RUNS.map((run) => loss?.text(run))).toEqual(["0.500", "not finite", "0.250"]);
  const accuracy = columnsOf(RUNS).find((column) => column.name === "accuracy");
  expect(RUNS.map((run) => accuracy?.text(run))).toEqual(["90.0%", "", ""]);
});

test("a filter leaves the runs that have all of its words somewhere", () => {
  expect(ids(filtered(RUNS, "  "))).toEqual(["1", "2", "3"]);
  expect(ids(filtered(RUNS, "WIDE way"))).toEqual(["2"]);
  expect(ids(filtered(RUNS, "sgd"))).toEqual(["3"]);
  expect(ids(filtered(RUNS, "run wide sgd"))).toEqual([]);
});

test("shown runs have their own colour, or one of the palette", () => {
  const colours = coloursOf([row("1", { colour: "#123456" }), row("2")], ["2", "1"]);
  expect([...colours]).toEqual([
    ["2", PALETTE[0]],
    ["1", "#123456"],
  ]);
});

test("tags stand between commas, each once", () => {
  expect(tagsIn(" a, b ,, a,c d")).toEqual(["a", "b", "c d"]);
  expect(tagsIn(" ")).toEqual([]);
});

test("a moment of today is a time, another has its day", () => {
  const now = new Date(2026, 10, 27, 15, 0);
  expect(when(new Date(2026, 10, 27, 9, 5).getTime() / 1000, now)).toBe("09:05");
  expect(when(new Date(2026, 10, 3, 9, 5).getTime() / 1000, now)).toBe("3 Nov 09:05");
});

test("what changes takes the place of what was, what is gone goes, and before anybody asked nothing is kept", () => {
  const old: KeptRuns = {
    type: "kept_runs",
    runs: RUNS,
    damaged: { "4": "It is damaged." },
    place: "/runs",
    keeps: true,
    most_weights: 20,
    trouble: "",
  };
  const event = { type: "runs_changed", runs: [row("2", { name: "new" })], gone: ["1", "4"] } as const;
  const now = withRuns(old, { ...event, runs: [...event.runs], gone: [...event.gone], keeps: false, trouble: "full" });
  expect(now?.runs.map((run) => run.name)).toEqual(["new", "run 3"]);
  expect([now?.damaged, now?.keeps, now?.trouble, now?.place]).toEqual([{}, false, "full", "/runs"]);
  expect(withRuns(null, { type: "runs_changed", runs: [], gone: [], keeps: true, trouble: "" })).toBeNull();
});

const bytes = (values: Float64Array | Float32Array) => new Uint8Array(values.buffer);
const BUFFERS = [
  bytes(new Float64Array([1, 2, 3, 4])),
  bytes(new Float32Array([4, 3, 2, 1])),
  bytes(new Float64Array([2, 4])),
  bytes(new Float64Array([1, 2])),
  bytes(new Float32Array([3.5, 1.5])),
  bytes(new Float32Array([Number.NaN, 1.25])),
];
const LOOK = { name: "one", colour: "#000000", smoothing: 0, limit: 1000 };

test("the curves of a run stand by steps or by epochs, and its validation where it was measured", () => {
  const [curve] = curvesIn({ type: "run_curves", runs: ["a"], metric: "loss" }, BUFFERS);
  if (!curve) throw new Error("no curve");
  const bySteps = overlayOf(curve, { ...LOOK, unit: "steps" });
  expect(bySteps.train).toEqual({ x: [1, 2, 3, 4], y: [4, 3, 2, 1] });
  expect(bySteps.validation).toEqual({ x: [4], y: [1.25] });
  const byEpochs = overlayOf(curve, { ...LOOK, unit: "epochs" });
  expect(byEpochs.train.x).toEqual([0.5, 1, 1.5, 2]);
  expect(byEpochs.validation.x).toEqual([2]);
  expect(overlayOf({ ...curve, steps: { steps: [], values: [] } }, { ...LOOK, unit: "epochs" }).train).toEqual({
    x: [1, 2],
    y: [3.5, 1.5],
  });
});

test("a name of a run is text to the chart, and a line without points is none", () => {
  const points = { x: [1, 2], y: [1, 2] };
  const traces = overlayTraces(
    [{ name: "<b>%{y}&", colour: "#000000", train: points, validation: { x: [], y: [] } }],
    "%{y:.4g}",
  );
  expect(traces).toHaveLength(1);
  expect(traces[0]?.name).toBe("&lt;b>%\u200b{y}&amp;");
});

const layer = (path: string) => ({ path, name: path, kind: "Dense", nodes: [path] });
const DIFFERENCE: Difference = {
  added: [layer("new")],
  removed: [layer("old"), layer("block/inner")],
  changed: [{ ...layer("other"), settings: [{ name: "units", before: 32, after: 64 }] }],
  added_wires: [{ source: "a", target: "new", source_name: "a", target_name: "new", output: 0, port: "inputs" }],
  removed_wires: [],
};

test("cards are marked as added or changed, a block where something inside is another", () => {
  expect(markOf(DIFFERENCE, "new")?.how).toBe("added");
  expect(markOf(DIFFERENCE, "other")).toEqual({ how: "changed", title: "units 32 → 64" });
  expect(markOf(DIFFERENCE, "block")?.how).toBe("changed");
  expect(markOf(DIFFERENCE, "a")).toBeNull();
  expect(summaryOf(DIFFERENCE)).toBe("1 added, 1 changed, 2 removed, 1 other wire");
});

test("a wire is marked that was not there, at its own level", () => {
  const wire = { source: "a", target: "new", output: 0, port: "inputs", slot: 0 };
  expect(isAdded(DIFFERENCE, "", wire)).toBe(true);
  expect(isAdded(DIFFERENCE, "block/", wire)).toBe(false);
  expect(isAdded(DIFFERENCE, "", { ...wire, output: 1 })).toBe(false);
});

test("a change says what was and what is, the default as such and an object by its kind", () => {
  expect(changeWords({ name: "kernel_initializer", before: null, after: { kind: "HeNormal", settings: {} } })).toBe(
    "kernel initializer default → HeNormal",
  );
});
