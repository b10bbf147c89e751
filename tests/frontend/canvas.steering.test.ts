// The drawing by key: along the wires, several nodes at once.
import { steer } from "../../widgets/src/canvas/steering";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

async function surroundings(network = CHAIN) {
  const kinds = Object.values(KINDS);
  const kernel = new Kernel(snapshotOf(network, kinds), { keras_version: "3", groups: [], layers: kinds, objects: {} });
  const studio = await kernel.studio();
  return { studio, view: createView(), root: document.createElement("div") };
}

test("a key selects the next node besides those selected, and a step back gives the last one up", async () => {
  const around = await surroundings();
  const chosen = () => around.view.getState().nodes;
  steer(around, "right", true);
  expect(chosen()).toEqual(["n-image"]);
  steer(around, "right", true);
  steer(around, "right", true);
  expect(chosen()).toEqual(["n-image", "n-a", "n-b"]);
  expect(around.view.getState().reached).toBe("n-b");
  steer(around, "left", true);
  expect(chosen()).toEqual(["n-image", "n-a"]);
  steer(around, "right");
  expect(chosen()).toEqual(["n-b"]);
});

test("a node that is selected already is the last of them then, and the way goes on from it", async () => {
  const around = await surroundings();
  around.view.setState({ nodes: ["n-a", "n-sum", "n-image"] });
  steer(around, "right", true);
  expect(around.view.getState().nodes).toEqual(["n-sum", "n-image", "n-a"]);
});
