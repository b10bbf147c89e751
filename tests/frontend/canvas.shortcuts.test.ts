// What the keys of the canvas do by what is selected.
import { find, type Tools } from "../../widgets/src/canvas/shortcuts";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

test("an arrow pans while nothing is selected, and moves what is", async () => {
  const kinds = Object.values(KINDS);
  const kernel = new Kernel(snapshotOf(CHAIN, kinds), { keras_version: "3", groups: [], layers: kinds, objects: {} });
  const view = createView();
  const around = { studio: await kernel.studio(), view, root: document.createElement("div") };
  const panned: number[][] = [];
  const tools = { around, pan: (...by: number[]) => panned.push(by) } as unknown as Tools;
  const press = (key: string) => find(new KeyboardEvent("keydown", { key }))?.run(tools);
  press("ArrowRight");
  press("ArrowUp");
  expect(panned).toEqual([
    [64, 0],
    [0, -64],
  ]);
  expect(view.getState().moving).toBeNull();
  view.setState({ nodes: ["n-a"] });
  press("ArrowDown");
  expect(panned).toHaveLength(2);
  expect(view.getState().moving?.get("n-a")).toEqual({ x: 224, y: 16 });
});
