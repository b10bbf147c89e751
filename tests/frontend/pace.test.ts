import { EMPTY } from "../../widgets/src/edits";
import type { HistoryChunk, Network, Picture, RunStatus } from "../../widgets/src/messages";
import { BEAT } from "../../widgets/src/pace";
import { IDLE } from "../../widgets/src/state";
import { Kernel, snapshotOf } from "./kernel";

const network: Network = { ...EMPTY, name: "net" };
const status = (more: Partial<RunStatus>): RunStatus => ({ ...IDLE, run: 1, state: "running", ...more });
const points = (...steps: number[]) => [new Uint8Array(new Float64Array(steps).buffer), floats(steps)];
const bar: Picture = {
  node: "n",
  form: "bars",
  size: "thumbnail",
  count: 1,
  total: 1,
  height: 1,
  width: 1,
  channels: 1,
  lows: [],
  highs: [],
  dead: [],
  facts: {},
  first: 0,
};
const floats = (values: number[]) => new Uint8Array(new Float32Array(values).buffer);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => setTimeout(draw, 16));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function running() {
  const kernel = new Kernel(snapshotOf(network, []), { keras_version: "3", groups: [], layers: [], objects: {} });
  const studio = await kernel.studio();
  kernel.tell({ type: "run_changed", status: status({}) });
  let changes = 0;
  studio.store.subscribe(() => {
    changes += 1;
  });
  const tick = (step: number) => {
    kernel.tell(
      {
        type: "together",
        events: [
          { type: "history", run: 1, series: ["loss"], epochs: [], whole: false, marks: [] },
          { type: "run_changed", status: status({ step }) },
        ],
      },
      points(step),
    );
    const seen = { sample: 0, samples: 64, label: "", averaged: 0, unseen: {}, looked: [], pictures: [bar] };
    const plane = { extent: null, weights: [], silenced: null };
    kernel.tell({ type: "pictures", run: 1, step, ...seen, ...plane }, [floats([step])]);
  };
  return { kernel, tick, state: studio.store.getState, changes: () => changes };
}

test("what a run tells as it goes on is shown together, with nothing lost", async () => {
  const { tick, state, changes } = await running();
  tick(1);
  tick(2);
  expect(changes()).toBe(0);
  vi.advanceTimersByTime(30);
  expect(state().history.series.loss?.steps).toEqual([1, 2]);
  expect([state().status.step, state().pictures?.step]).toEqual([2, 2]);
  expect(state().pictures?.thumbnails.n?.values).toEqual(floats([2]));
  tick(3);
  vi.advanceTimersByTime(BEAT - 35);
  expect(state().status.step).toBe(2);
  vi.advanceTimersByTime(BEAT);
  expect(state().status.step).toBe(3);
});

test("a change of state is shown at once, after all that came before it", async () => {
  const { kernel, tick, state } = await running();
  tick(4);
  kernel.tell({ type: "run_changed", status: status({ state: "paused", step: 5 }) });
  expect([state().status.state, state().status.step]).toEqual(["paused", 5]);
  expect(state().history.series.loss?.steps).toEqual([4]);
  kernel.tell({
    type: "pictures",
    run: 1,
    step: 5,
    sample: 0,
    samples: 64,
    label: "",
    averaged: 0,
    unseen: {},
    looked: [],
    pictures: [],
    extent: null,
    weights: [],
    silenced: null,
  });
  expect(state().pictures?.step).toBe(5);
});

test("what happened in a run is kept once, behind what came before it, until another run begins", async () => {
  const { kernel, tick, state } = await running();
  tick(1);
  vi.advanceTimersByTime(30);
  const mark = { step: 1, label: "edited", averaged: 0, unseen: {}, epochs: 0.5 };
  const told: HistoryChunk = { type: "history", run: 1, series: [], epochs: [], whole: false, marks: [] };
  kernel.tell({ ...told, marks: [mark] });
  kernel.tell({ ...told, marks: [mark, { ...mark, label: "learning rate 0.1" }] });
  vi.advanceTimersByTime(BEAT);
  expect(state().history.marks.map(({ label }) => label)).toEqual(["edited", "learning rate 0.1"]);
  expect(state().history.series.loss?.steps).toEqual([1]);
  kernel.tell({ ...told, run: 2 });
  vi.advanceTimersByTime(BEAT);
  expect(state().history.marks).toEqual([]);
});
