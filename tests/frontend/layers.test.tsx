import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { LayersTab } from "../../widgets/src/layers/LayersTab";
import { nextOrder, rowsOf, sorted, sumOf, totalOf } from "../../widgets/src/layers/rows";
import type { NodeReport } from "../../widgets/src/messages";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function known(shape: (number | null)[], numbers: Partial<NodeReport>): NodeReport {
  return {
    state: "ok",
    outputs: [{ shape, dtype: "float32" }],
    parameters: 0,
    trainable_parameters: 0,
    flops: null,
    memory: null,
    waiting_for: null,
    ...numbers,
  };
}

const NODES: Record<string, NodeReport> = {
  "n-image": known([null, 8], { flops: 0, memory: 32 }),
  "n-a": known([null, 4], { parameters: 36, trainable_parameters: 36, flops: 68, memory: 16 }),
  "n-b": known([null, 12], { parameters: 60, trainable_parameters: 0, flops: null, memory: 48 }),
  "n-sum": { ...known([], {}), state: "faulty", outputs: [] },
  "l-b/n-inner": known([null, 99], { flops: 1_000, memory: 1_000 }),
};
const REPORT = { nodes: NODES, problems: [], parameters: 96, trainable_parameters: 36 };
const ROWS = rowsOf(CHAIN, REPORT, KINDS);
const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name);

test("a row has what is known of a layer, and nothing that is not", () => {
  expect(names(ROWS)).toEqual(["image", "a", "b", "sum"]);
  expect(ROWS[0]).toMatchObject({ kind: "Input", shape: "(None, 8)", values: 8, flops: 0, memory: 32 });
  expect(ROWS[3]).toMatchObject({ kind: "Add", shape: "", values: null, parameters: null, flops: null });
});

test("rows are sorted by number, by size, or by name, with the unknown last either way", () => {
  expect(names(sorted(ROWS, { column: "parameters", down: true }))).toEqual(["b", "a", "image", "sum"]);
  expect(names(sorted(ROWS, { column: "flops", down: true }))).toEqual(["a", "image", "b", "sum"]);
  expect(names(sorted(ROWS, { column: "flops", down: false }))).toEqual(["image", "a", "b", "sum"]);
  expect(names(sorted(ROWS, { column: "shape", down: true }))).toEqual(["b", "image", "a", "sum"]);
  expect(names(sorted(ROWS, { column: "name", down: false }))).toEqual(["a", "b", "image", "sum"]);
  expect(sorted(ROWS, null)).toBe(ROWS);
});

test("a column goes from its first order to the other and back to the drawing's", () => {
  const first = nextOrder(null, "flops");
  expect(first).toEqual({ column: "flops", down: true });
  const second = nextOrder(first, "flops");
  expect(second).toEqual({ column: "flops", down: false });
  expect(nextOrder(second, "flops")).toBeNull();
  expect(nextOrder(second, "name")).toEqual({ column: "name", down: false });
});

test("a total says how many layers are not in it, and leaves those inside of blocks to their block", () => {
  expect(sumOf(ROWS, "parameters")).toEqual({ value: 96, unknown: 1 });
  expect(totalOf(NODES, "flops")).toEqual({ value: 68, unknown: 2 });
  expect(totalOf(NODES, "memory")).toEqual({ value: 96, unknown: 1 });
});

let mount: HTMLElement;
let root: Root;
let view: ViewStore;

beforeEach(async () => {
  const kernel = new Kernel(
    { ...snapshotOf(CHAIN, Object.values(KINDS)), report: REPORT },
    { keras_version: "3", groups: [], layers: [], objects: {} },
  );
  const studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
  view = createView();
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <LayersTab />
      </SurroundingsContext>,
    ),
  );
});

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

const get = (testid: string) => mount.querySelector<HTMLElement>(`[data-testid="${testid}"]`) as HTMLElement;
const order = () => [...mount.querySelectorAll("tbody th")].map((cell) => cell.textContent);
const click = (testid: string) => act(async () => get(testid).click());
const press = (key: string) =>
  act(async () => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));

test("a click on a column sorts and says so to assistive tools", async () => {
  await click("sort-parameters");
  expect(order()).toEqual(["b", "a", "image", "sum"]);
  expect(get("sort-parameters").closest("th")?.getAttribute("aria-sort")).toBe("descending");
  await click("sort-parameters");
  await click("sort-parameters");
  expect(order()).toEqual(["image", "a", "b", "sum"]);
});

test("a row chooses its node and brings it to the middle of the canvas", async () => {
  await click("layer-b");
  expect(view.getState()).toMatchObject({ nodes: ["n-b"], centred: { node: "n-b" } });
  expect(mount.querySelector("tr.selected")?.textContent).toContain("b");
});

test("the arrows go from row to row", async () => {
  get("layer-image").focus();
  await press("ArrowDown");
  expect(document.activeElement).toBe(get("layer-a"));
  await press("ArrowUp");
  await press("ArrowUp");
  expect(document.activeElement).toBe(get("layer-image"));
});

test("totals stand under their columns, with a plus where something is unknown", () => {
  expect(get("total-parameters").textContent).toBe("96+");
  expect(get("total-flops").textContent).toBe("68+");
  expect(get("total-memory").title).toBe("96 bytes, and that of 1 layer unknown");
});
