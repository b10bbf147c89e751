import { EMPTY } from "../../widgets/src/edits";
import type { Network } from "../../widgets/src/messages";
import { IDLE } from "../../widgets/src/state";
import { Kernel, snapshotOf } from "./kernel";

const network: Network = { ...EMPTY, name: "net" };

async function pictured() {
  const kernel = new Kernel(snapshotOf(network, []), { keras_version: "3", groups: [], layers: [], objects: {} });
  const studio = await kernel.studio();
  kernel.tell({
    type: "pictures",
    run: 1,
    step: 3,
    sample: 2,
    samples: 64,
    label: "7",
    averaged: 0,
    unseen: {},
    looked: [],
    pictures: [],
    extent: null,
    weights: [],
    silenced: null,
  });
  return { kernel, pictures: () => studio.store.getState().pictures };
}

test("pictures stay when their run ends", async () => {
  const { kernel, pictures } = await pictured();
  kernel.tell({ type: "run_changed", status: { ...IDLE, state: "finished", run: 1 } });
  expect(pictures()).toEqual({
    step: 3,
    sample: 2,
    samples: 64,
    label: "7",
    averaged: 0,
    unseen: {},
    looked: [],
    thumbnails: {},
    enlarged: {},
    boundaries: [],
    extent: null,
    silenced: null,
    weights: {},
  });
});

test("a run that is forgotten takes its pictures along", async () => {
  const { kernel, pictures } = await pictured();
  kernel.tell({ type: "run_changed", status: IDLE });
  expect(pictures()).toBeNull();
});

test("another drawing does not show the pictures of the one before", async () => {
  const { kernel, pictures } = await pictured();
  kernel.tell({
    type: "changed",
    revision: 2,
    edit: { type: "replace", network },
    request: null,
    nodes: {},
    problems: [],
    parameters: 0,
    trainable_parameters: 0,
    kinds: [],
    can_undo: true,
    can_redo: false,
  });
  expect(pictures()).toBeNull();
});
