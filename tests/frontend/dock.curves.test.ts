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
import { thinned } from "../../widgets/src/thinning";

const run = {
  run: 1,
  series: { accuracy: { steps: [1, 2], values: [0.5, 0.75] }, loss: { steps: [1, 2], values: [2, 1] } },
  epochs: [
    { epoch: 1, step: 2, logs: { accuracy: 0.75, loss: 1, val_loss: 1.5, val_accuracy: null } },
    { epoch: 2, step: 4, logs: { accuracy: 0.8, loss: 0.9, val_loss: 1.25, val_accuracy: 0.7, learning_rate: 0.1 } },
  ],
};

test("each name has one chart with its validation, the loss first", () => {
  expect(chartNames(run)).toEqual(["loss", "accuracy"]);
  expect(chartNames({ run: 0, series: {}, epochs: [] })).toEqual([]);
});

test("points stand at epochs or at steps", () => {
  expect(stepPoints(run.series.loss, 2, "epochs")).toEqual({ x: [0.5, 1], y: [2, 1] });
  expect(stepPoints(run.series.loss, 2, "steps").x).toEqual([1, 2]);
  expect(epochPoints(run.epochs, "val_loss", 2, "epochs")).toEqual({ x: [1, 2], y: [1.5, 1.25] });
  expect(epochPoints(run.epochs, "val_accuracy", 2, "steps")).toEqual({ x: [2, 4], y: [Number.NaN, 0.7] });
  expect(epochPoints(run.epochs, "learning_rate", 0, "epochs")).toEqual({ x: [2], y: [0.1] });
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
