import { axisOf } from "../../widgets/src/dock/axis";
import { chartNames, rateVaries } from "../../widgets/src/dock/curves";
import { figure } from "../../widgets/src/dock/figure";
import { faultMarks, faultOf } from "../../widgets/src/dock/unsound";
import { ALL, seen, zoomed } from "../../widgets/src/dock/zoom";
import { withHistory } from "../../widgets/src/heard";
import { rateFigure, triedOf } from "../../widgets/src/inspector/rates";
import { createState, type StudioState } from "../../widgets/src/state";
import { thinned, within } from "../../widgets/src/thinning";

const bytes = (values: Float32Array | Float64Array) => new Uint8Array(values.buffer);
const colours = {
  text: "",
  secondary: "",
  grid: "",
  train: "",
  accent: "",
  error: "red",
  panel: "",
  border: "",
  font: "",
};

/** A generator of numbers that repeats. */
function* noise(seed = 1): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

/** A state that has heard a run of so many steps, in chunks as the kernel sends them. */
function heard(steps: number, chunk: number, value: (step: number) => number): StudioState {
  let state = createState().getState();
  for (let from = 0; from < steps; from += chunk) {
    const numbers = Float64Array.from({ length: chunk }, (_, i) => from + i + 1);
    const told = { type: "history", run: 1, series: ["loss"], epochs: [], marks: [], whole: false } as const;
    const buffers = [bytes(numbers), bytes(Float32Array.from(numbers, value))];
    state = { ...state, ...withHistory(state, { ...told, series: ["loss"], epochs: [], marks: [] }, buffers) };
  }
  return state;
}

test("for many lines thinning keeps order, both ends, every extreme, and where it first was no number", () => {
  const random = noise();
  for (let round = 0; round < 200; round += 1) {
    const length = 1 + Math.floor(random.next().value * 400);
    let at = 0;
    const x = Array.from({ length }, () => (at += 0.1 + 9 * random.next().value));
    const y = x.map(() => (random.next().value < 0.02 ? Number.NaN : random.next().value - 0.5));
    const limit = 10 + Math.floor(random.next().value * 100);
    const kept = thinned({ x, y }, limit);
    expect(kept.x.length).toBeLessThanOrEqual(Math.max(limit, 0));
    expect(kept.x).toEqual([...kept.x].sort((a, b) => a - b));
    expect([kept.x[0], kept.x.at(-1)]).toEqual([x[0], x.at(-1)]);
    expect(kept.y).toEqual(kept.x.map((each) => y[x.indexOf(each)]));
    const [numbers, stayed] = [y, kept.y].map((each) => each.filter(Number.isFinite));
    expect(Math.min(...(stayed ?? []))).toBe(Math.min(...(numbers ?? [])));
    expect(Math.max(...(stayed ?? []))).toBe(Math.max(...(numbers ?? [])));
    expect(kept.x[kept.y.findIndex(Number.isNaN)]).toBe(x[y.findIndex(Number.isNaN)]);
    const again = thinned(kept, limit);
    expect(again).toEqual(kept);
  }
});

test("a million steps leave the page a bounded history that has the same detail all along, and its extremes", () => {
  const state = heard(1_000_000, 2000, (step) => (step === 123_457 ? 99 : step === 876_543 ? -99 : Math.sin(step)));
  const { steps, values } = state.history.series.loss ?? { steps: [], values: [] };
  expect(steps.length).toBeLessThanOrEqual(8_000);
  expect(values[steps.indexOf(123_457)]).toBe(99);
  expect(values[steps.indexOf(876_543)]).toBe(-99);
  const quarters = [0, 1, 2, 3].map(
    (quarter) => steps.filter((step) => step > quarter * 250_000 && step <= (quarter + 1) * 250_000).length,
  );
  expect(Math.min(...quarters)).toBeGreaterThan(450);
});

test("of very many epochs the page keeps those that stand out", () => {
  let state = createState().getState();
  for (let from = 0; from < 20_000; from += 50) {
    const epochs = Array.from({ length: 50 }, (_, i) => {
      const epoch = from + i + 1;
      return { epoch, step: 3 * epoch, logs: { loss: 1, val_loss: epoch === 4321 ? -5 : epoch === 17_000 ? null : 1 } };
    });
    const chunk = { type: "history", run: 1, series: [], epochs, marks: [], whole: false } as const;
    state = { ...state, ...withHistory(state, { ...chunk, series: [], epochs, marks: [] }, []) };
  }
  const told = state.history.epochs.map((row) => row.epoch);
  expect(told.length).toBeLessThanOrEqual(2000);
  expect([told[0], told.at(-1)]).toEqual([1, 20_000]);
  expect(told).toContain(4321);
  expect(told).toContain(17_000);
});

test("a part of a line has one point more at either side", () => {
  const points = { x: [1, 2, 3, 4, 5], y: [1, 2, 3, 4, 5] };
  expect(within(points, 2.5, 4).x).toEqual([2, 3, 4, 5]);
  expect(within(points, 9, 10).x).toEqual([5]);
  expect(within(points, -3, 0).x).toEqual([1]);
});

const axes = { name: "loss", run: 1, log: false, axis: axisOf({ epochs: [], marks: [] }, 10, "epochs") } as const;

test("a drag zooms the steps of all charts and the values of its own, whatever the axes count in", () => {
  const drag = { "xaxis.range[0]": 2, "xaxis.range[1]": 4, "yaxis.range[0]": 0.5, "yaxis.range[1]": 1 };
  const zoom = zoomed(null, drag, axes);
  expect(zoom).toEqual({ run: 1, steps: [20, 40], values: { loss: [0.5, 1] } });
  expect(seen(zoom, axes)).toEqual({ x: [2, 4], y: [0.5, 1] });
  expect(seen(zoom, { ...axes, axis: axisOf({ epochs: [], marks: [] }, 10, "steps"), name: "mae" })).toEqual({
    x: [20, 40],
    y: null,
  });
  expect(seen(zoom, { ...axes, log: true }).y).toEqual([Math.log10(0.5), 0]);
  expect(zoomed(zoom, { "xaxis.range": [1, 2] }, axes)).toEqual({
    run: 1,
    steps: [10, 20],
    values: { loss: [0.5, 1] },
  });
  expect(zoomed(zoom, { "yaxis.range[0]": -1, "yaxis.range[1]": 0 }, { ...axes, log: true })?.values.loss).toEqual([
    0.1, 1,
  ]);
});

test("a double click shows all, another run is not zoomed, and a size alone changes nothing", () => {
  const zoom = { run: 1, steps: [20, 40], values: { loss: [-1, 1] } } as const;
  expect(zoomed({ ...zoom }, { "xaxis.autorange": true, "yaxis.autorange": true }, axes)).toBeNull();
  expect(seen({ ...zoom }, { ...axes, run: 2 })).toBe(ALL);
  expect(zoomed({ ...zoom }, { width: 300 }, axes)).toEqual(zoom);
  expect(seen({ ...zoom }, { ...axes, log: true }).y).toBeNull();
});

const options = { smoothing: 0, log: false, unit: "steps", width: 300, height: 150 } as const;

test("a zoomed chart draws its part alone and keeps its range while points come", () => {
  const { history } = heard(100, 100, (step) => step);
  const { data, layout } = figure("loss", history, 0, { ...options, seen: { x: [40, 50], y: [41, 48] } }, colours);
  expect((data[1] as { x: number[] }).x).toEqual([39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51]);
  expect(layout.xaxis).toMatchObject({ range: [40, 50], autorange: false });
  expect(layout.yaxis).toMatchObject({ range: [41, 48], autorange: false });
  expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toEqual(["step"]);
  expect(figure("loss", history, 0, options, colours).layout.xaxis).toMatchObject({ autorange: true });
});

test("a chart says since when a line is no number, and which", () => {
  expect(faultOf({ x: [1, 2], y: [1, 2] })).toBeNull();
  expect(faultOf({ x: [1, 2, 3], y: [1, Number.NaN, 2] })).toEqual({ at: 2, word: "NaN", lasting: false });
  expect(faultOf({ x: [1, 2], y: [1, -Infinity] })).toEqual({ at: 2, word: "Infinite", lasting: true });
  const marks = faultMarks([["val", { x: [0.5, 1], y: [1, Number.NaN] }]], (place) => place * 2000, "red", [0, 1]);
  expect(marks.annotations[0]?.text).toBe("val: NaN from step 2,000");
  expect(marks.shapes[0]).toMatchObject({ x0: 1, x1: 1, line: { color: "red" } });
  const { history } = heard(50, 50, (step) => (step > 30 ? Number.POSITIVE_INFINITY : 1));
  const { layout } = figure("loss", history, 10, { ...options, unit: "epochs" }, colours);
  expect((layout.annotations as { text: string }[]).at(-1)?.text).toBe("Infinite from step 31");
  expect(layout.shapes).toMatchObject([{ x0: 3.1 }]);
  const part = { ...history, series: { loss: { steps: [40, 41], values: [Number.NaN, Number.NaN] } } };
  const later = figure("loss", part, 10, { ...options, seen: { x: [40, 41], y: null }, whole: history }, colours);
  expect((later.layout.annotations as { text: string }[]).at(-1)?.text).toBe("Infinite from step 31");
});

test("a learning rate that changes has a chart of its own, one that does not has none", () => {
  const series = (values: number[]) => ({
    loss: { steps: [1], values: [1] },
    learning_rate: { steps: [1, 2], values },
  });
  const history = { run: 1, series: series([0.01, 0.005]), epochs: [], marks: [] };
  expect(chartNames(history)).toEqual(["loss"]);
  expect(rateVaries(history)).toBe(true);
  expect(rateVaries({ ...history, series: series([0.01, 0.01]) })).toBe(false);
  expect(rateVaries({ ...history, series: series([Number.NaN, 0.01]) })).toBe(false);
  const { data, layout } = figure("learning_rate", history, 0, { ...options, smoothing: 0.9 }, colours);
  expect((data[1] as { y: number[] }).y).toEqual([0.01, 0.005]);
  expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toEqual(["step", "0.005"]);
});

test("a range test is drawn up to a little above where the loss began, with the suggested rate", () => {
  const floats = [
    [0.001, 0.01, 0.1],
    [2, 1, 1e9],
    [2, 1.5, 1],
  ].map((each) => bytes(Float32Array.from(each)));
  const answer = { type: "rates_tried", count: 3, suggested: 0.01, sentence: "So." } as const;
  const tried = triedOf(answer, floats);
  expect(tried.losses).toEqual([2, 1, 1e9]);
  const { data, layout } = rateFigure(tried, colours, 262, 130);
  expect(data.length).toBe(2);
  expect((layout.yaxis as { range: number[] }).range[1]).toBeLessThan(3);
  expect(layout.annotations).toMatchObject([{ text: "<b>0.01</b>", x: -2 }]);
  expect(rateFigure({ ...tried, suggested: null, losses: [] }, colours, 262, 130).layout.shapes).toEqual([]);
});
