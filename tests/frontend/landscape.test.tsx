import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { landscapeFigure } from "../../widgets/src/landscape/figure";
import { LandscapeControls } from "../../widgets/src/landscape/LandscapeControls";
import {
  costOf,
  extremesOf,
  FIRST_LANDSCAPE,
  type Found,
  foundOf,
  middleOf,
  saidOf,
} from "../../widgets/src/landscape/landscape";
import { useLandscape } from "../../widgets/src/landscape/useLandscape";
import type { LandscapeFound } from "../../widgets/src/messages";
import type { Palette } from "../../widgets/src/pictures/colours";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const HEAD: LandscapeFound = {
  type: "landscape_found",
  points: 3,
  step: 12,
  samples: 512,
  weights: 1000,
  here: 1,
  shares: null,
};
const bytes = (array: Float32Array | Float64Array) => new Uint8Array(array.buffer);
const LOSSES = [4, 10, Number.NaN, 2, 1, 100, 0.5, 3, Number.POSITIVE_INFINITY];
const BUFFERS = [
  bytes(Float32Array.from([-1, 0, 1])),
  bytes(Float32Array.from([-2, 0, 2])),
  bytes(Float32Array.from(LOSSES)),
  bytes(Float64Array.from([0, 5, 12])),
  bytes(Float32Array.from([-1, -2, -0.5, 0.5, 0, 0])),
  bytes(Float32Array.from([9, 3, 1])),
];
const OF = { wish: FIRST_LANDSCAPE, run: 1, revision: 1 };
const found = (head: Partial<LandscapeFound> = {}, buffers = BUFFERS): Found =>
  foundOf({ answer: { ...HEAD, ...head }, buffers }, OF);
const PALETTE = {} as Palette;
interface Trace {
  x: number[];
  y: number[];
  z: (number | null)[][];
  text: string[] & string[][];
  colorbar: { ticktext?: string[] };
}
const SIZE = { width: 300, height: 200 };

test("what is no number is a gap, the lowest place is named, and the path is told from where it began", () => {
  expect(extremesOf(found())).toEqual({ lowest: { loss: 0.5, x: -1, y: 2 }, highest: 100, unsound: 2 });
  expect(saidOf(found({ shares: [0.75, 0.2] }))).toEqual([
    "Of 512 training samples, after step 12",
    "From 0.500, at −1.00, 2.00, to 100.0",
    "2 places are gaps: the loss is NaN or infinite",
    "The run: 3 moments, from a loss of 9.00",
    "The plane has 95.0% of the path",
  ]);
  expect(middleOf(found())).toEqual({ column: 1, row: 1 });
});

test("a landscape of nothing but gaps says so and has no lowest place", () => {
  const [x, y, , ...rest] = BUFFERS as [Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]];
  const broken = found({ here: null, step: 0 }, [x, y, bytes(new Float32Array(9).fill(Number.NaN)), ...rest]);
  expect(extremesOf(broken)).toEqual({ lowest: null, highest: Number.NEGATIVE_INFINITY, unsound: 9 });
  expect(saidOf(broken)[0]).toBe("Of 512 training samples, before training");
  expect(saidOf(broken)[1]).toBe("9 places are gaps: the loss is NaN or infinite");
  expect(landscapeFigure(broken, { column: 0, row: 0 }, SIZE, PALETTE).data[0]?.z).toEqual(
    Array.from({ length: 3 }, () => [null, null, null]),
  );
});

test("colours go by the logarithm, gaps are gaps, and way, weights and the place read off lie over them", () => {
  const { data, layout } = landscapeFigure(found(), { column: 2, row: 0 }, SIZE, PALETTE);
  const [levels, edge, way, weights, place] = data as unknown as Trace[];
  expect(levels?.z[0]?.[1]).toBeCloseTo(1);
  expect([levels?.z[0]?.[2], levels?.z[2]?.[2]]).toEqual([null, null]);
  expect(levels?.text[1]).toEqual(["2.00", "1.00", "100.0"]);
  expect(levels?.colorbar.ticktext?.at(-1)).toBe("100.0");
  expect([edge?.x, way?.x, way?.y]).toEqual([
    [-1, -0.5, 0],
    [-1, -0.5, 0],
    [-2, 0.5, 0],
  ]);
  expect(way?.text[0]).toBe("step 0: loss 9.00");
  expect([weights?.x, weights?.y]).toEqual([[0], [0]]);
  expect([place?.x, place?.y]).toEqual([[1], [-2]]);
  expect((layout.xaxis as { range: number[] }).range).toEqual([-1, 1]);
});

test("losses of zero and less have no logarithm and are coloured as they are", () => {
  const [x, y, , ...rest] = BUFFERS as [Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]];
  const signed = found({}, [x, y, bytes(Float32Array.from([-1, 0, 1, 2, 3, 4, 5, 6, 7])), ...rest]);
  const [levels] = landscapeFigure(signed, { column: 0, row: 0 }, SIZE, PALETTE).data as unknown as Trace[];
  expect(levels?.z[0]).toEqual([-1, 0, 1]);
  expect(levels?.colorbar.ticktext).toBeUndefined();
});

test("the cost is said before: losses, samples, weights, and operations where those of all nodes are known", () => {
  const node = { flops: 2000 } as never;
  expect(costOf(25, 1437, 101_770, { a: node })).toBe(
    "625 losses of up to 512 samples each, 101,770 weights moved, about 640M operations.",
  );
  expect(costOf(15, 1, 1, { a: node, b: { flops: null } as never })).toBe(
    "225 losses of up to 1 sample each, 1 weight moved.",
  );
});

let kernel: Kernel;
let mount: HTMLElement;
let root: Root;
let view: ViewStore;

function Controls() {
  return <LandscapeControls width={190} {...useLandscape()} />;
}

beforeEach(async () => {
  kernel = new Kernel(snapshotOf(CHAIN, Object.values(KINDS)), {
    keras_version: "3",
    groups: [],
    layers: [],
    objects: {},
  });
  kernel.hold = (command) => command.type === "get_landscape" && !command.stop;
  const studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  view = createView({ id: "v" });
  root = createRoot(mount);
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <Controls />
      </SurroundingsContext>,
    ),
  );
});

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

const get = (name: string) => mount.querySelector<HTMLElement>(`[data-testid="landscape-${name}"]`);
const click = (name: string) => act(async () => get(name)?.click());

test("Draw asks for what is chosen, tells how far it is, and a refusal is said in its sentence", async () => {
  await act(async () => view.setState({ landscapeWish: { directions: "path", seed: 3, reach: 2, points: 15 } }));
  await click("draw");
  expect(kernel.sent.at(-1)).toEqual({
    type: "get_landscape",
    view: "v",
    directions: "path",
    seed: 3,
    reach: 2,
    points: 15,
    stop: false,
  });
  expect(get("progress")?.textContent).toBe("Making ready …");
  const progress = { type: "landscape_progress", view: "v", done: 100, total: 226, seconds_left: 65 } as const;
  await act(async () => kernel.tell({ ...progress, view: "another" }));
  expect(get("progress")?.textContent).toBe("Making ready …");
  await act(async () => kernel.tell(progress));
  expect(get("progress")?.textContent).toBe("100 of 226 losses, 1:05 left");
  const message = "The path of the run has no two directions yet.";
  await act(async () => kernel.held[0]?.({ type: "failed", message, code: "", setting: null, traceback: "" }));
  expect(view.getState().landscape).toEqual({ state: "failed", sentence: message });
  expect(get("draw")?.textContent).toBe("Draw");
});

test("what was given up says nothing of the next one", async () => {
  await click("draw");
  await click("stop");
  expect(kernel.sent.at(-1)).toMatchObject({ type: "get_landscape", view: "v", stop: true });
  expect(view.getState().landscape).toBeNull();
  await click("draw");
  const late = { type: "failed", message: "Something newer", code: "SupersededError", setting: null, traceback: "" };
  await act(async () => kernel.held[0]?.(late as never));
  expect(view.getState().landscape).toEqual({ state: "asked" });
  await act(async () => kernel.held[1]?.(HEAD));
  expect(view.getState().landscape?.state).toBe("found");
  expect(get("draw")?.textContent).toBe("Draw again");
});

async function type(name: string, text: string): Promise<void> {
  const input = get(name) as HTMLInputElement;
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  await act(async () => {
    set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

test("a range or a seed that makes no sense is marked, and what was chosen before stays", async () => {
  for (const [name, wrong] of [
    ["reach", "0"],
    ["reach", "-1"],
    ["reach", "1000"],
    ["reach", ""],
    ["seed", "1.5"],
    ["seed", "-1"],
  ] as const) {
    await type(name, wrong);
    expect(get(name)?.getAttribute("aria-invalid")).toBe("true");
  }
  expect(view.getState().landscapeWish).toEqual(FIRST_LANDSCAPE);
  await type("reach", "0.5");
  await type("seed", "7");
  expect(view.getState().landscapeWish).toMatchObject({ reach: 0.5, seed: 7 });
  expect(get("seed")?.getAttribute("aria-invalid")).toBe("false");
});
