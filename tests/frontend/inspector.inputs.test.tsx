// The wires that enter a node, in the settings: how many there are, and each taken off alone.
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { Inspector } from "../../widgets/src/inspector/Inspector";
import type { Studio } from "../../widgets/src/studio";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, edge, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const MERGED = { ...CHAIN, edges: [...CHAIN.edges, edge("a", "sum"), edge("b", "sum", "inputs", 1)] };

let studio: Studio;
let view: ViewStore;
let mount: HTMLElement;
let root: Root;

beforeEach(async () => {
  const kinds = Object.values(KINDS);
  const kernel = new Kernel(snapshotOf(MERGED, kinds), { keras_version: "3", groups: [], layers: kinds, objects: {} });
  studio = await kernel.studio();
  view = createView();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <div className="canvas" tabIndex={-1} />
        <Inspector />
      </SurroundingsContext>,
    ),
  );
});

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

const buttons = () => [...mount.querySelectorAll<HTMLButtonElement>("[data-testid^=take-off]")];
const choose = (node: string) => act(async () => view.setState({ nodes: [node] }));
const into = (node: string) => studio.store.getState().network.edges.filter(({ target }) => target === node);

test("a node with one wire has a row for it, and one without has none", async () => {
  await choose("n-image");
  expect(mount.querySelector("[data-testid=inputs]")).toBeNull();
  await choose("n-b");
  expect(buttons().map((button) => button.getAttribute("aria-label"))).toEqual(["Take off the wire from a to b"]);
});

test("each wire is taken off alone, and the focus goes to the next row, then to the canvas", async () => {
  await choose("n-sum");
  buttons()[0]?.focus();
  expect(view.getState().glow).not.toBeNull();
  await act(async () => buttons()[0]?.click());
  expect(into("n-sum").map(({ source }) => source)).toEqual(["n-b"]);
  expect(view.getState().said?.text).toBe("Took off the wire from a to sum.");
  expect(document.activeElement).toBe(buttons()[0]);
  await act(async () => buttons()[0]?.click());
  expect(into("n-sum")).toEqual([]);
  expect(document.activeElement).toBe(mount.querySelector(".canvas"));
  expect(view.getState().glow).toBeNull();
});

test("a wire shines while its row has the focus, and no longer", async () => {
  await choose("n-b");
  buttons()[0]?.focus();
  expect(view.getState().glow).toBe("n-a.0>n-b.inputs.0");
  await act(async () => view.setState({ nodes: [] }));
  expect(view.getState().glow).toBeNull();
});
