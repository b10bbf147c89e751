import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { LayersTab } from "../../widgets/src/layers/LayersTab";
import { nextOrder, rowsOf, sorted, sumOf, totalOf } from "../../widgets/src/layers/rows";
import { partsOf, ROW } from "../../widgets/src/layers/useRows";
import type { Network, NodeReport, Report } from "../../widgets/src/messages";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS, layer, node } from "./samples";

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
    output_names: [],
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

async function show(network: Network, report: Report): Promise<void> {
  const kernel = new Kernel(
    { ...snapshotOf(network, Object.values(KINDS)), report },
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
}

beforeEach(() => show(CHAIN, REPORT));

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
  await act(async () => get("layer-image").focus());
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

describe("of three thousand layers", () => {
  const names = Array.from({ length: 3000 }, (_, i) => `layer_${i}`);
  const many: Network = {
    ...CHAIN,
    layers: names.map((name) => layer(name, "Dense")),
    nodes: names.map((name) => node(name)),
    edges: [],
  };
  const costs = names.map((name, i) => [`n-${name}`, known([null, 4], { parameters: i })]);

  beforeEach(async () => {
    await act(async () => root.unmount());
    await show(many, { ...REPORT, nodes: Object.fromEntries(costs) });
  });

  const drawn = () => [...mount.querySelectorAll<HTMLElement>("tbody tr[data-node]")];
  const heights = () =>
    [...mount.querySelectorAll<HTMLElement>(".gap td")].map((cell) => Number.parseInt(cell.style.height, 10));
  const scroll = (top: number) =>
    act(async () => {
      get("layers").scrollTop = top;
      get("layers").dispatchEvent(new Event("scroll"));
    });

  test("those in sight are drawn, in a table as high as all, and counted for assistive tools", async () => {
    expect(drawn().length).toBeLessThan(100);
    expect(drawn().length * ROW + heights().reduce((sum, each) => sum + each, 0)).toBe(3000 * ROW);
    await scroll(1500 * ROW);
    expect(get("layer-layer_1500")).not.toBeNull();
    expect(drawn().length).toBeLessThan(100);
    expect(drawn().length * ROW + heights().reduce((sum, each) => sum + each, 0)).toBe(3000 * ROW);
    expect(mount.querySelector("table")?.getAttribute("aria-rowcount")).toBe("3002");
    expect(get("layer-layer_1500").closest("tr")?.getAttribute("aria-rowindex")).toBe("1502");
  });

  test("a sort keeps what is chosen, and keeps it in sight", async () => {
    await click("layer-layer_3");
    await click("sort-parameters");
    expect(view.getState().nodes).toEqual(["n-layer_3"]);
    expect(get("layer-layer_3").closest("tr")?.className).toBe("selected");
    expect(get("layers").scrollTop).toBeGreaterThan(2900 * ROW);
    await act(async () => view.setState({ nodes: ["n-layer_2000"] }));
    expect(get("layer-layer_2000").closest("tr")?.className).toBe("selected");
  });

  test("keys lead past what is drawn, and the focus stays when its row is scrolled away", async () => {
    await act(async () => get("layer-layer_0").focus());
    await press("End");
    expect(document.activeElement).toBe(get("layer-layer_2999"));
    await press("ArrowUp");
    await press("PageUp");
    const focused = document.activeElement;
    expect(focused?.textContent).toMatch(/^layer_29\d\d$/);
    await scroll(0);
    expect(document.activeElement).toBe(focused);
    expect(drawn().filter((row) => row.querySelector("button")?.tabIndex === 0)).toHaveLength(1);
    await press("Home");
    expect(document.activeElement).toBe(get("layer-layer_0"));
  });
});

test("rows are parted into those drawn and those left out, the kept one among the drawn", () => {
  const words = (...given: Parameters<typeof partsOf>) =>
    partsOf(...given).map(({ from, to, drawn }) => `${drawn ? "" : "no "}${from}-${to}`);
  expect(words(0, 0, 10, -1)).toEqual([]);
  expect(words(5, 0, 10, 2)).toEqual(["0-5"]);
  expect(words(100, 20, 30, -1)).toEqual(["no 0-20", "20-30", "no 30-100"]);
  expect(words(100, 20, 30, 5)).toEqual(["no 0-5", "5-6", "no 6-20", "20-30", "no 30-100"]);
  expect(words(100, 20, 30, 30)).toEqual(["no 0-20", "20-30", "30-31", "no 31-100"]);
  expect(words(100, 120, 130, 5)).toEqual(["no 0-5", "5-6", "no 6-100"]);
});
