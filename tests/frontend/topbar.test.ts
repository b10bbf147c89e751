import { EMPTY } from "../../widgets/src/edits";
import type { Network, Problem, RunStatus } from "../../widgets/src/messages";
import { IDLE } from "../../widgets/src/state";
import { reloaded } from "../../widgets/src/topbar/ExportResult";
import { exportPath, fileName } from "../../widgets/src/topbar/names";
import { progress } from "../../widgets/src/topbar/progress";
import { obstacle } from "../../widgets/src/topbar/readiness";

const status = (change: Partial<RunStatus>): RunStatus => ({ ...IDLE, ...change });

test("progress counts the epoch under way from one, and its steps from the epoch's beginning", () => {
  const running = status({
    state: "running",
    epochs: 20,
    epoch: 11,
    steps_per_epoch: 844,
    step: 9796,
    epoch_step: 512,
    seconds_left: 17,
  });
  expect(progress(running)).toEqual({
    epoch: 12,
    epochs: 20,
    step: 512,
    steps: 844,
    share: 9796 / 16880,
    left: "0:17 left",
  });
});

test("a finished run stands at its last step", () => {
  const done = status({ state: "finished", epochs: 2, epoch: 2, steps_per_epoch: 5, step: 10 });
  expect(progress(done)).toEqual({ epoch: 2, epochs: 2, step: 5, steps: 5, share: 1, left: "finished" });
});

test("a run that goes on with another batch size counts the steps of its epochs, and not all there were", () => {
  const paused = status({ state: "paused", epochs: 4, epoch: 1, steps_per_epoch: 20, step: 55, epoch_step: 10 });
  expect(progress(paused)).toEqual({ epoch: 2, epochs: 4, step: 10, steps: 20, share: 30 / 80, left: "paused" });
  expect(progress({ ...paused, changed: "the edited network" }).left).toBe("paused, changed");
});

test("file names keep letters and drop what a path can't hold", () => {
  expect([fileName("digits_cnn"), fileName("my net/2"), fileName("../.."), fileName("Größe 1")]).toEqual([
    "digits_cnn",
    "my_net_2",
    "network",
    "Größe_1",
  ]);
  expect([exportPath("a b", "keras"), exportPath("a b", "saved_model")]).toEqual(["exports/a_b.keras", "exports/a_b"]);
});

const problem = (change: Partial<Problem>): Problem => ({
  code: "c",
  message: "A sentence.",
  severity: "error",
  node: null,
  setting: null,
  fixes: [],
  stage: "build",
  ...change,
});
const network: Network = {
  name: "n",
  layers: [],
  nodes: [{ id: "a", layer: "l", x: 0, y: 0, arguments: {}, exposes: null, bypassed: false, pinned: false }],
  edges: [],
  notes: [],
  signature: EMPTY.signature,
};
const data = {
  name: "d",
  title: "D",
  samples: 1,
  validation_samples: 0,
  inputs: [],
  targets: [],
  classes: 0,
  class_names: [],
  recipe: null,
};
const report = (problems: Problem[]) => ({ nodes: {}, problems, parameters: 0, trainable_parameters: 0 });

test("what keeps a network from training is said in a few words, with the way there", () => {
  const at = { network, data, start: null };
  expect(obstacle({ ...at, report: report([problem({ severity: "warning" })]) })).toBeNull();
  expect(obstacle({ ...at, report: report([problem({}), problem({ node: "a" })]) })).toEqual({
    reason: "Fix 2 problems to train",
    sentence: "A sentence.",
    tab: "problems",
    node: "a",
    errors: 2,
  });
  expect(obstacle({ ...at, data: null, report: report([]) })?.reason).toBe("Choose data to train");
  expect(obstacle({ ...at, network: { ...network, nodes: [] }, report: report([]) })?.reason).toBe(
    "Draw a network to train",
  );
});

test("an export tells how far the reloaded copy was from the model", () => {
  const summary = { format: "keras", path: "p", size_bytes: 1, max_difference: 0, samples: 64, seconds: 1, needs: [] };
  expect(reloaded(summary)).toBe("Reloaded in a fresh process: largest difference 0 on 64 samples.");
  expect(reloaded({ ...summary, needs: ["Louder"] })).toBe(
    "Reloaded with your own classes: largest difference 0 on 64 samples.",
  );
});

test("while somebody looks back, the progress says so", () => {
  const paused = status({ state: "paused", epochs: 4, epoch: 1, steps_per_epoch: 20, step: 25, epoch_step: 5 });
  expect([progress({ ...paused, shown: 0 }).left, progress(paused).left]).toEqual(["looking back", "paused"]);
});
