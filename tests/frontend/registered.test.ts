// What the user registers while a studio is open.
import type { Network } from "../../widgets/src/messages";
import type { Studio } from "../../widgets/src/studio";
import { Kernel, kindOf, snapshotOf } from "./kernel";
import { CHAIN, layer, node } from "./samples";

const own = (name: string, units = 1) => ({
  ...kindOf(name, [{ name: "units", type: "integer", default: units }]),
  group: "My layers",
});
const network: Network = {
  ...CHAIN,
  layers: [...CHAIN.layers, layer("mine", "Mine")],
  nodes: [...CHAIN.nodes, node("mine")],
};

let kernel: Kernel;
let studio: Studio;

beforeEach(async () => {
  kernel = new Kernel(snapshotOf(network, []), {
    keras_version: "3",
    groups: [],
    layers: [kindOf("Dense", []), own("Zebra")],
    objects: { losses: [kindOf("Huber", []), kindOf("Poisson", [])] },
  });
  studio = await kernel.studio();
});

const catalog = () => studio.store.getState().start?.catalog;

test("a new layer stands among one's own, by name, and its nodes know it", () => {
  kernel.tell({ type: "registered", kinds: { layers: own("Mine") } });
  expect(catalog()?.layers.map((kind) => kind.name)).toEqual(["Dense", "Mine", "Zebra"]);
  expect(studio.store.getState().kinds.Mine?.group).toBe("My layers");
});

test("one that is registered again takes the place of the earlier", () => {
  kernel.tell({ type: "registered", kinds: { layers: own("Zebra", 7) } });
  expect(catalog()?.layers.map((kind) => kind.settings[0]?.default)).toEqual([undefined, 7]);
});

test("a loss joins the losses, in its place by name, and families that had nothing", () => {
  kernel.tell({ type: "registered", kinds: { losses: own("Margin"), metrics: own("Margin") } });
  expect(catalog()?.objects.losses?.map((kind) => kind.name)).toEqual(["Huber", "Margin", "Poisson"]);
  expect(catalog()?.objects.metrics?.map((kind) => kind.name)).toEqual(["Margin"]);
});

test("what checking says anew of the same drawing replaces what it said, node by node", () => {
  const report = {
    memory: null,
    state: "ok" as const,
    outputs: [],
    parameters: 3,
    trainable_parameters: 3,
    flops: null,
    waiting_for: null,
    output_names: [],
  };
  studio.store.setState(({ report: old }) => ({ report: { ...old, nodes: { "n-a": report } } }));
  const told = {
    nodes: { "n-mine": { ...report, parameters: 5 } },
    problems: [],
    parameters: 8,
    trainable_parameters: 8,
  };
  kernel.tell({ type: "rechecked", revision: 1, ...told } as never);
  const now = studio.store.getState().report;
  expect([now.nodes["n-a"]?.parameters, now.nodes["n-mine"]?.parameters, now.parameters]).toEqual([3, 5, 8]);
});

test("what checking says of another revision is left to the change that tells it", () => {
  kernel.tell({ type: "rechecked", revision: 9, nodes: {}, problems: [], parameters: 8, trainable_parameters: 8 });
  expect(studio.store.getState().report.parameters).toBe(0);
});
