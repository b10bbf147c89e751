import { axisOf } from "../../widgets/src/dock/axis";
import {
  best,
  chartNames,
  epochPoints,
  isLowerBetter,
  isShare,
  last,
  smoothed,
  stepPoints,
} from "../../widgets/src/dock/curves";
import { apart, figure } from "../../widgets/src/dock/figure";
import { markLines } from "../../widgets/src/dock/marks";
import type { Mark } from "../../widgets/src/messages";
import { thinned } from "../../widgets/src/thinning";

const run = {
  run: 1,
  series: { accuracy: { steps: [1, 2], values: [0.5, 0.75] }, loss: { steps: [1, 2], values: [2, 1] } },
  epochs: [
    { epoch: 1, step: 2, logs: { accuracy: 0.75, loss: 1, val_loss: 1.5, val_accuracy: null } },
    { epoch: 2, step: 4, logs: { accuracy: 0.8, loss: 0.9, val_loss: 1.25, val_accuracy: 0.7, learning_rate: 0.1 } },
  ],
  marks: [] as Mark[],
};

test("each name has one chart with its validation, the loss first", () => {
  expect(chartNames({ run: 0, series: {}, epochs: [], marks: [] })).toEqual([]);
  expect(chartNames(run)).toEqual(["loss", "accuracy"]);
});

test("points stand at epochs or at steps", () => {
  const [inEpochs, inSteps] = [axisOf(run, 2, "epochs").places, axisOf(run, 2, "steps").places];
  expect(stepPoints(run.series.loss, inEpochs)).toEqual({ x: [0.5, 1], y: [2, 1] });
  expect(stepPoints(run.series.loss, inSteps).x).toEqual([1, 2]);
  expect(epochPoints(run.epochs, "val_loss", inEpochs)).toEqual({ x: [1, 2], y: [1.5, 1.25] });
  expect(epochPoints(run.epochs, "val_accuracy", inSteps)).toEqual({ x: [2, 4], y: [Number.NaN, 0.7] });
  expect(epochPoints(run.epochs, "learning_rate", inEpochs)).toEqual({ x: [2], y: [0.1] });
});

test("epochs keep their places where an edit has changed how many steps they have", () => {
  const epochs = [1, 2, 3].map((epoch) => ({ epoch, step: [10, 25, 45][epoch - 1] ?? 0, logs: {} }));
  const marks = [{ step: 15, label: "batch size 4", epochs: 1.5 }];
  const places = axisOf({ epochs, marks }, 20, "epochs").places;
  expect(places([5, 10, 15, 20, 25, 35, 45, 55])).toEqual([0.5, 1, 1.5, 1.75, 2, 2.5, 3, 3.5]);
  expect(axisOf({ epochs, marks }, 20, "steps").places([5, 55])).toEqual([5, 55]);
  expect(axisOf({ epochs: [], marks }, 20, "epochs").places([30, 35])).toEqual([2.25, 2.5]);
});

test("a place of the axis tells its step, also where epochs differ in their number of steps", () => {
  const epochs = [1, 2, 3].map((epoch) => ({ epoch, step: [10, 25, 45][epoch - 1] ?? 0, logs: {} }));
  const marks = [{ step: 15, label: "batch size 4", epochs: 1.5 }];
  for (const axis of [
    axisOf({ epochs, marks }, 20, "epochs"),
    axisOf({ epochs, marks: [] }, 20, "epochs"),
    axisOf({ epochs, marks: [] }, 0, "epochs"),
    axisOf({ epochs, marks }, 20, "steps"),
  ]) {
    const steps = [0, 1, 10, 12, 15, 24, 25, 45, 46, 300];
    expect(axis.places(steps).map((place) => Math.round(axis.stepAt(place) * 1e6) / 1e6)).toEqual(steps);
  }
});

test("a history whose run is gone stands at its epochs", () => {
  expect(axisOf(run, 0, "epochs").places([1, 2, 4, 5])).toEqual([0.5, 1, 2, 2.5]);
});

test("what happened in a run is an upright line at its step, with its label on the side that has room", () => {
  const colours = {
    text: "#111",
    secondary: "#666",
    grid: "",
    train: "",
    accent: "",
    error: "",
    panel: "#fff",
    border: "",
    font: "",
  };
  const options = { smoothing: 0, log: true, unit: "epochs", width: 324, height: 150 } as const;
  const marks = [
    { step: 1, label: "edited", epochs: 0.5 },
    { step: 4, label: "optimizer changed", epochs: 2 },
  ];
  const { layout } = figure("loss", { ...run, marks }, 2, options, colours);
  expect(layout.shapes).toMatchObject([
    { x0: 0.5, x1: 0.5, y0: 0, y1: 1, yref: "paper", line: { color: "#666" } },
    { x0: 2, x1: 2 },
  ]);
  const labels = (layout.annotations as { text: string; x: number; xanchor: string }[]).slice(-2);
  expect(labels).toMatchObject([
    { text: "edited", x: 0.5, xanchor: "left" },
    { text: "optimizer changed", x: 2, xanchor: "right" },
  ]);
  const steps = figure("loss", { ...run, marks }, 2, { ...options, unit: "steps" }, colours);
  expect(steps.layout.shapes).toMatchObject([{ x0: 1 }, { x0: 4 }]);
  // The same zoom stays for as long as these are the same.
  expect(layout.uirevision).toBe(figure("loss", run, 2, options, colours).layout.uirevision);
});

test("labels that would meet stand below one another, and where there is no more room the line alone is left", () => {
  const colours = { text: "", secondary: "", grid: "", train: "", accent: "", panel: "", border: "", font: "" };
  const marks = [1, 2, 3, 4, 90].map((x) => ({ x, label: `edit ${x}` }));
  const { shapes, annotations } = markLines(marks, { start: 0, end: 100, width: 200 }, colours);
  expect(shapes.length).toBe(5);
  expect(annotations.map(({ text, yshift }) => [text, Math.abs(yshift as number)])).toEqual([
    ["edit 1", 0],
    ["edit 2", 13],
    ["edit 3", 26],
    ["edit 90", 0],
  ]);
});

test("thinning keeps the extremes, the ends and the gaps, in order", () => {
  const y = Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 700));
  y[4321] = 9;
  y[6543] = -9;
  y[5000] = Number.NaN;
  const { x, y: kept } = thinned({ x: y.map((_, i) => i), y }, 300);
  expect(x.length).toBeLessThanOrEqual(300);
  expect([x[0], x.at(-1)]).toEqual([0, 9999]);
  expect(x).toEqual([...x].sort((a, b) => a - b));
  expect(kept).toContain(9);
  expect(kept).toContain(-9);
  expect(kept[x.indexOf(5000)]).toBeNaN();
});

test("few points are left as they are", () => {
  const points = { x: [1, 2, 3], y: [1, Number.NaN, 3] };
  expect(thinned(points, 100)).toEqual(points);
});

test("smoothing keeps a constant, calms noise and leaves gaps", () => {
  const x = Array.from({ length: 200 }, (_, i) => i);
  expect(smoothed({ x, y: x.map(() => 3) }, 0.9).y.every((value) => Math.abs(value - 3) < 1e-9)).toBe(true);
  const noisy = smoothed({ x, y: x.map((i) => (i % 2 === 0 ? 0 : 1)) }, 0.9).y.slice(50);
  expect(Math.max(...noisy) - Math.min(...noisy)).toBeLessThan(0.2);
  const gap = smoothed({ x: [0, 1, 2], y: [1, Number.NaN, 1] }, 0.9).y;
  expect([gap[0], Number.isNaN(gap[1]), gap[2]]).toEqual([1, true, 1]);
  expect(smoothed({ x: [0, 1], y: [1, 2] }, 0).y).toEqual([1, 2]);
});

test("smoothing looks the same however many points there are", () => {
  const ramp = (many: number) => {
    const x = Array.from({ length: many }, (_, i) => (100 * i) / (many - 1));
    return last(smoothed({ x, y: x }, 0.9)) ?? 0;
  };
  expect(Math.abs(ramp(1000) - ramp(4000))).toBeLessThan(0.5);
});

test("the best is the least of what should fall and the largest of what should rise", () => {
  expect(best("val_loss", { x: [1, 2, 3], y: [2, Number.NaN, 1] })).toBe(2);
  expect(best("val_accuracy", { x: [1, 2, 3], y: [0.2, 0.9, 0.8] })).toBe(1);
  expect(best("loss", { x: [], y: [] })).toBeNull();
  expect(["mean_squared_error", "kl_divergence", "auc"].map(isLowerBetter)).toEqual([true, true, false]);
  expect(["sparse_categorical_accuracy", "precision", "precision_at_recall", "loss"].map(isShare)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("labels at two line ends that would touch move apart, the higher one up", () => {
  expect(apart(100, 50)).toEqual([0, 0]);
  expect(apart(60, 55)).toEqual([5, -5]);
  expect(apart(55, 60)).toEqual([-5, 5]);
});

test("a chart has the raw steps, the smoothed line, the validation, the best, and a label at each end", () => {
  const colours = {
    text: "",
    secondary: "#666",
    grid: "",
    train: "#888",
    accent: "#00f",
    error: "#f00",
    panel: "",
    border: "",
    font: "",
  };
  const options = { smoothing: 0.6, log: true, unit: "epochs", width: 300, height: 150 } as const;
  const { data, layout } = figure("loss", run, 2, options, colours);
  expect(data.map((trace) => [trace.name, (trace.x as number[]).length])).toEqual([
    ["steps", 2],
    ["train", 2],
    ["val", 2],
    ["best", 1],
  ]);
  const labels = layout.annotations as { text: string; y: number }[];
  expect(labels.map((label) => label.text)).toEqual([
    "epoch",
    expect.stringMatching(/^train 1\.\d\d$/),
    "<b>val 1.25</b>",
  ]);
  expect(labels[2]?.y).toBeCloseTo(Math.log10(1.25), 6);
  expect((layout.yaxis as { type: string }).type).toBe("log");
});

test("a share keeps a plain axis, since a logarithm shows nothing of it", () => {
  const colours = {
    text: "",
    secondary: "",
    grid: "",
    train: "",
    accent: "",
    error: "",
    panel: "",
    border: "",
    font: "",
  };
  const options = { smoothing: 0, log: true, unit: "steps", width: 300, height: 150 } as const;
  const { layout } = figure("accuracy", run, 2, options, colours);
  expect(layout.yaxis).toMatchObject({ type: "linear", tickformat: ".0%" });
  expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toEqual([
    "step",
    "train 75.0%",
    "<b>val 70.0%</b>",
    "val: NaN at step 2",
  ]);
});

test("of thousands of epochs a chart draws lines without dots, no more points than its pixels show, and the best one", () => {
  const colours = {
    text: "",
    secondary: "",
    grid: "",
    train: "",
    accent: "",
    error: "",
    panel: "",
    border: "",
    font: "",
  };
  const options = { smoothing: 0, log: false, unit: "epochs", width: 300, height: 150 } as const;
  const epochs = Array.from({ length: 2000 }, (_, i) => ({
    epoch: i + 1,
    step: 2 * (i + 1),
    logs: { val_loss: i === 777 ? -1 : 1 },
  }));
  const { data } = figure("loss", { ...run, epochs }, 2, options, colours);
  const [validation, champion] = data.slice(2) as { mode: string; x: number[]; y: number[] }[];
  expect(validation?.mode).toBe("lines");
  expect(validation?.x.length).toBeLessThanOrEqual(600);
  expect([champion?.x, champion?.y]).toEqual([[778], [-1]]);
});

test("no two ticks of an axis say the same, and vast numbers are powers of ten", () => {
  const colours = {
    text: "",
    secondary: "",
    grid: "",
    train: "",
    accent: "",
    error: "",
    panel: "",
    border: "",
    font: "",
  };
  const options = { smoothing: 0, log: false, unit: "steps", width: 300, height: 150 } as const;
  const axis = (name: string, values: number[], y: readonly [number, number] | null = null) => {
    const series = { [name]: { steps: values.map((_, i) => i + 1), values } };
    const seen = { x: null, y };
    return figure(name, { ...run, epochs: [], series }, 2, { ...options, seen }, colours).layout.yaxis;
  };
  expect(axis("accuracy", [0.1, 0.9])).toMatchObject({ tickformat: ".0%" });
  expect(axis("accuracy", [0.083, 0.094])).toMatchObject({ tickformat: ".1%" });
  expect(axis("accuracy", [0.1, 0.9], [0.971, 0.972])).toMatchObject({ tickformat: ".2%" });
  expect(axis("accuracy", [0.5])).toMatchObject({ tickformat: ".0%" });
  expect(axis("loss", [1, 7.8e14])).toMatchObject({ exponentformat: "e" });
  expect(axis("loss", [1, 7.8e5])).not.toHaveProperty("exponentformat");
});
