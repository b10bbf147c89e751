import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { withPictures } from "../../widgets/src/heard";
import { cloudFigure } from "../../widgets/src/inside/figure";
import { followOf, lookedAt, useFollowing } from "../../widgets/src/inside/following";
import {
  aligned,
  cloudOf,
  headsOf,
  looksOf,
  lookWords,
  rowWords,
  sharesOf,
  tableOf,
} from "../../widgets/src/inside/looks";
import { labelled, tableFigure } from "../../widgets/src/inside/tableFigure";
import type { AttentionShown, NodeProjected, Picture, Pictures, TableProjected } from "../../widgets/src/messages";
import { Pages } from "../../widgets/src/pictures/Pages";
import { createView, type ViewState } from "../../widgets/src/view";
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

const TABLE: TableProjected = {
  type: "table_projected",
  node: "n",
  method: "pca",
  step: 3,
  points: 3,
  rows: 9,
  values: 64,
  words: ["", "good", "film"],
  shares: [0.5, 0.25],
  unsound: 0,
};

test("only an embedding has a table, and its rows are said by their words where these are known", () => {
  expect(looksOf("Embedding").map(([look]) => look)).toEqual(["values", "table", "projection"]);
  expect([0, 1, 5].map((row) => rowWords({ head: TABLE }, row))).toEqual(["padding", "“good”", "row 5"]);
});

test("of words that would lie over each other that of the longer vector is drawn, and none at the edge", () => {
  const head = { ...TABLE, words: ["first", "second", "third", "fourth"] };
  const points = [0.5, 0.5, 0.51, 0.5, 0.5, 0.8, 0, 0];
  const buffers = [bytes(points), whole([0, 1, 2, 3]), bytes([1, 2, 3, 4])];
  const table = tableOf({ answer: head, buffers });
  const ranges = [
    [0, 1],
    [0, 1],
  ] as const;
  expect(labelled(table, ranges, { width: 400, height: 200 })).toEqual([2, 1]);
  const { data } = tableFigure(table, SIZE, palette);
  const [trace, names] = data as { text: string[]; hovertext: string[]; marker: { color: number[] } }[];
  expect(trace?.hovertext).toEqual(["“first”", "“second”", "“third”", "“fourth”"]);
  expect(trace?.marker.color).toEqual([1, 2, 3, 4]);
  expect(names?.text).toEqual(["first"]); // the others have no room in so small a figure
});

test("a component that turns its sign does not turn the picture over, and another node begins anew", () => {
  const of = (points: number[], places: number[], head = PROJECTED) =>
    cloudOf({ answer: head, buffers: [bytes(points), whole(places), bytes([0, 0, 0])] });
  const before = of([1, 2, -3, 1, 4, -2], [7, 0, 2]);
  // The first axis turned, the second is as it was, and a sample was left out that is no number.
  const after = of([3, 1, -4, -2], [0, 2]);
  expect([...aligned(after, before).points]).toEqual([-3, 1, 4, -2]);
  expect(aligned(after, null)).toBe(after);
  const other = { ...after, head: { ...PROJECTED, node: "m" } };
  expect(aligned(other, before)).toBe(other);
  const umap = { ...after, head: { ...PROJECTED, method: "umap" as const } };
  expect(aligned(umap, { ...before, head: umap.head })).toBe(umap);
});

test("a view follows what its tab shows: attention where there is some, and PCA, but not UMAP", () => {
  const seen = createView().getState();
  const place = { ...seen, dock: "activations" as const, focus: CHAIN.nodes[0]?.id ?? "" };
  const of = (change: Partial<ViewState>) => followOf({ ...place, ...change }, CHAIN);
  expect(of({ looking: "projection" })).toBe("pca");
  expect(of({ looking: "projection", projecting: "umap" })).toBeNull();
  expect(of({ looking: "attention" })).toBeNull();
  expect(of({})).toBeNull();
  const away: Partial<ViewState>[] = [{ dockOpen: false }, { dock: "layers" }, { focus: null }, { focus: "gone" }];
  for (const change of away) expect(of({ looking: "projection", ...change })).toBeNull();
});

test("what came with pictures is known by run, node and sample", () => {
  const looked = [
    { run: 1, answer: { ...ATTENTION, sample: 2 }, buffers: [] },
    { run: 1, answer: PROJECTED, buffers: [] },
    {
      run: 1,
      answer: { type: "nothing_seen", node: "m", follow: "pca", step: 3, sentence: "None." } as const,
      buffers: [],
    },
  ];
  expect(lookedAt(looked, 1, "n", "attention", 11)).toBe(looked[0]);
  expect(lookedAt(looked, 1, "n", "attention", 3)).toBeNull();
  expect(lookedAt(looked, 1, "n", "pca", 3)).toBe(looked[1]);
  expect(lookedAt(looked, 1, "m", "pca", 3)).toBe(looked[2]);
  expect(lookedAt(looked, 1, "m", "attention", 3)).toBeNull();
  expect(lookedAt(looked, 2, "n", "pca", 3)).toBeNull();
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

test("what comes with the pictures takes the place of what was asked for, until that is asked for again", async () => {
  const kernel = new Kernel(snapshotOf(CHAIN, Object.values(KINDS)), {
    keras_version: "3",
    groups: [],
    layers: [],
    objects: {},
  });
  const studio = await kernel.studio();
  const view = createView();
  const again = () => undefined;
  const Shown = ({ step }: { step: number | null }) => {
    const asked = step === null ? null : ASKED[step];
    const { found, trouble, follows } = useFollowing(
      { found: asked ?? null, trouble: "", waits: false, again },
      "n",
      "pca",
    );
    return <p>{`${found ? found.answer.step : "-"} ${trouble} ${follows}`}</p>;
  };
  const ASKED = [3, 9].map((step) => ({ answer: { ...PROJECTED, step }, buffers: [] }));
  const show = (step: number | null) => {
    act(() =>
      root.render(
        <SurroundingsContext value={{ studio, view, root: document.body } as never}>
          <Shown step={step} />
        </SurroundingsContext>,
      ),
    );
    return place.textContent;
  };
  const status = studio.store.getState().status;
  act(() => studio.store.setState({ status: { ...status, run: 1, state: "running" } }));
  const tell = (looked: Pictures["looked"]) =>
    act(() => {
      const event = { type: "pictures", run: 1, step: 5, sample: 0, samples: 9, label: "", averaged: 0 } as const;
      const rest = { unseen: {}, pictures: [], extent: null, weights: [], silenced: null, looked };
      studio.store.setState((old) => withPictures(old, { ...event, ...rest }, [bytes([]), whole([]), bytes([])]));
    });
  expect(show(null)).toBe("-  false");
  expect(show(0)).toBe("3  false");
  tell([{ ...PROJECTED, step: 5 }]);
  expect(place.textContent).toBe("5  true");
  tell([]); // pictures of the others come more often
  expect(place.textContent).toBe("5  true");
  tell([{ type: "nothing_seen", node: "n", follow: "pca", step: 6, sentence: "All are NaN." }]);
  expect(place.textContent).toBe("- All are NaN. true");
  act(() => studio.store.setState({ status: { ...status, run: 1, state: "paused" } }));
  expect(show(1)).toBe("9  false");
});
