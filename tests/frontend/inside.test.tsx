import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { cloudFigure } from "../../widgets/src/inside/figure";
import { cloudOf, headsOf, looksOf, lookWords, sharesOf } from "../../widgets/src/inside/looks";
import type { AttentionShown, NodeProjected, Picture } from "../../widgets/src/messages";
import { Pages } from "../../widgets/src/pictures/Pages";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const bytes = (values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer);
const whole = (values: number[]): Uint8Array => new Uint8Array(new Uint32Array(values).buffer);
const ATTENTION: AttentionShown = {
  type: "attention_shown",
  node: "n",
  step: 3,
  sample: 0,
  samples: 9,
  label: "",
  heads: 2,
  queries: 1,
  keys: 2,
  total: 2,
  block: 1,
  query_words: ["good"],
  key_words: ["good", "film"],
};

test("only attention has heads to look at", () => {
  expect(looksOf("Dense").map(([look]) => look)).toEqual(["values", "projection"]);
  expect(looksOf("MultiHeadAttention").map(([look]) => look)).toEqual(["values", "attention", "projection"]);
});

test("heads are on one scale, what is no number apart, and a place says its words or the places of its block", () => {
  const heads = headsOf({ answer: ATTENTION, buffers: [bytes([0.5, 0.25, Number.NaN, 0.125])] });
  expect([...sharesOf(heads, 0)]).toEqual([1, 0.5]);
  expect([...sharesOf(heads, 1)]).toEqual([-1, 0.25]);
  expect(lookWords(heads, 1, 0, 1)).toBe("Head 1 · 0 “good” looks at 1 “film”: 0.125");
  const blocks = { ...heads, head: { ...ATTENTION, block: 4, query_words: [], key_words: [] } };
  expect(lookWords(blocks, 0, 0, 1)).toBe("Head 0 · 0–3 looks at 4–7: 0.250");
  expect(headsOf({ answer: ATTENTION, buffers: [bytes([0, 0, 0, 0])] }).most).toBe(1);
});

const PROJECTED: NodeProjected = {
  type: "node_projected",
  node: "n",
  method: "pca",
  step: 3,
  points: 3,
  samples: 9,
  values: 64,
  shares: [0.5, 0.25],
  unsound: 0,
};
const SIZE = { width: 200, height: 100 };
const palette = { text: "#111", secondary: "#666", border: "#aaa", panel: "#fff", font: "Arial" } as never;

test("samples have the colour of their class, their place as data, and the one looked at a ring", () => {
  const buffers = [bytes([0, 1, 2, 3, 4, 5]), whole([7, 0, 2]), bytes([1, 0, 1])];
  const cloud = cloudOf({ answer: PROJECTED, buffers });
  const { data } = cloudFigure(cloud, ["cat", "dog"], 2, 0, SIZE, palette);
  const traces = data as { name?: string; x: number[]; customdata?: number[] }[];
  expect(traces.map(({ name, x, customdata }) => [name, x, customdata])).toEqual([
    ["cat", [2], [0]],
    ["dog", [0, 4], [7, 2]],
    [undefined, [2], undefined],
  ]);
  expect(cloudFigure(cloud, ["cat", "dog"], 2, 99, SIZE, palette).data).toHaveLength(2);
});

test("numbers colour one cloud, and samples without one number have one colour", () => {
  const of = (targets: number[]) =>
    cloudFigure(
      cloudOf({ answer: PROJECTED, buffers: [bytes([0, 1, 2, 3, 4, 5]), whole([7, 0, 2]), bytes(targets)] }),
      [],
      0,
      99,
      SIZE,
      palette,
    ).data as { marker: { color: unknown } }[];
  expect(of([0.5, 1, 2])[0]?.marker.color).toEqual([0.5, 1, 2]);
  expect(typeof of([Number.NaN, Number.NaN, Number.NaN])[0]?.marker.color).toBe("string");
});

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

test("pages lead from the first to the last, which is as full as the others, and one page has none", async () => {
  const kernel = new Kernel(snapshotOf(CHAIN, Object.values(KINDS)), {
    keras_version: "3",
    groups: [],
    layers: [],
    objects: {},
  });
  const studio = await kernel.studio();
  const view = createView();
  const show = (first: number, total = 100) => {
    const picture = { node: "n", size: "focus", form: "maps", count: 64, total, first } as Picture;
    act(() =>
      root.render(
        <SurroundingsContext value={{ studio, view, root: document.body } as never}>
          <Pages picture={picture} of="Maps" />
        </SurroundingsContext>,
      ),
    );
  };
  const button = (name: string) => place.querySelector<HTMLButtonElement>(`[data-testid="pages-${name}"]`);
  show(0);
  expect([place.textContent, button("before")?.disabled, button("after")?.disabled]).toEqual([
    "1–64 of 100",
    true,
    false,
  ]);
  act(() => button("after")?.click());
  expect(view.getState().paged).toEqual({ node: "n", page: 1 });
  show(36);
  expect([place.textContent, button("before")?.disabled, button("after")?.disabled]).toEqual([
    "37–100 of 100",
    false,
    true,
  ]);
  act(() => button("before")?.click());
  expect(view.getState().paged).toEqual({ node: "n", page: 0 });
  show(0, 64);
  expect(place.textContent).toBe("");
});
