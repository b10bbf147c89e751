// Copying and pasting with a clipboard that is slow.
import { copied, toText } from "../../widgets/src/canvas/clipboard";
import { copy, paste } from "../../widgets/src/canvas/verbs";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

test("who pastes before the copy is in the clipboard gets the copy, and not what was there before", async () => {
  const kinds = Object.values(KINDS);
  const kernel = new Kernel(snapshotOf(CHAIN, kinds), { keras_version: "3", groups: [], layers: kinds, objects: {} });
  const view = createView();
  const studio = await kernel.studio();
  const around = { studio, view, root: document.createElement("div") };
  let held = toText(copied(CHAIN, ["n-a"]));
  let arrive = () => {};
  const clipboard = {
    readText: async () => held,
    writeText: (text: string) =>
      new Promise<void>((resolve) => {
        arrive = () => {
          held = text;
          resolve();
        };
      }),
  };
  vi.stubGlobal("navigator", { ...navigator, clipboard });
  const names = () =>
    studio.store
      .getState()
      .network.layers.slice(CHAIN.layers.length)
      .map((layer) => layer.name);

  view.setState({ nodes: ["n-b"] });
  const copying = copy(around);
  await paste(around, null);
  expect(names()).toEqual(["b_1"]);

  arrive();
  await copying;
  held = toText(copied(CHAIN, ["n-a"]));
  await paste(around, null);
  expect(names()).toEqual(["b_1", "a_1"]);
});
