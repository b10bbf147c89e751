import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import type { Predicted } from "../../widgets/src/messages";
import { ClassTable } from "../../widgets/src/predictions/ClassTable";
import { Confusion } from "../../widgets/src/predictions/Confusion";
import { PredictionControls } from "../../widgets/src/predictions/PredictionControls";
import type { Seen } from "../../widgets/src/predictions/predictions";
import { SampleTiles } from "../../widgets/src/predictions/SampleTiles";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const HEAD: Predicted = {
  type: "predicted",
  kind: "classes",
  step: 0,
  output: 0,
  unit: 0,
  source: "validation",
  samples: 3,
  total: 9,
  unsound: 1,
  names: ["cat", "dog"],
  shown: [0, 1],
  curves: [1],
  facts: { accuracy: 2 / 3 },
  seconds: 0,
};
const SEEN: Seen = {
  head: HEAD,
  places: Uint32Array.from([5, 70, 8]),
  truth: [0, 0, 1],
  answers: [0, 1, 1],
  certainty: Float32Array.from([0.9, 0.6, 0.7]),
  ofTruth: Float32Array.from([0.9, 0.4, 0.7]),
  worst: Uint32Array.from([1]),
  certain: Uint32Array.from([1]),
  counts: Uint32Array.from([1, 1, 0, 1]),
  table: Float32Array.from([1, 0.5, 2 / 3, 2, 0.9, 0.8, 0.5, 1, 2 / 3, 1, 0.9, 0.7]),
  bins: new Float32Array(30),
  curves: [],
};

let kernel: Kernel;
let mount: HTMLElement;
let root: Root;
let view: ViewStore;

async function show(children: ReactNode): Promise<void> {
  kernel = new Kernel(snapshotOf(CHAIN, Object.values(KINDS)), {
    keras_version: "3",
    groups: [],
    layers: [],
    objects: {},
  });
  kernel.answer = (command) =>
    command.type === "get_samples" ? { type: "samples", count: 0, tensors: [] } : undefined;
  const studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  view = createView();
  root = createRoot(mount);
  await act(async () => {
    root.render(<SurroundingsContext value={{ studio, view, root: mount }}>{children}</SurroundingsContext>);
  });
}

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

const get = (name: string) => mount.querySelector<HTMLElement>(`[data-testid="${name}"]`);

async function press(key: string): Promise<void> {
  await act(async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  });
}

test("the arrows lead through the matrix and stop at its edges, and Enter chooses a cell and takes the choice back", async () => {
  await show(<Confusion seen={SEEN} height={160} />);
  expect(mount.querySelectorAll('[tabindex="0"]').length).toBe(1);
  await act(async () => get("cell-0-0")?.focus());
  for (const key of ["ArrowUp", "ArrowRight", "ArrowRight"]) await press(key);
  expect(document.activeElement).toBe(get("cell-0-1"));
  expect(get("confusion-note")?.textContent).toBe("true cat, answered dog: 1 (50.0%)");
  await press("Enter");
  expect(view.getState().predicted.list).toEqual({ truth: 0, answer: 1 });
  expect(get("cell-0-1")?.getAttribute("aria-selected")).toBe("true");
  await press(" ");
  expect(view.getState().predicted.list).toBe("worst");
});

test("a cell without samples is empty and has no colour", async () => {
  await show(<Confusion seen={SEEN} height={160} />);
  expect(get("cell-1-0")?.textContent).toBe("");
  expect(get("cell-1-0")?.style.background).toBe("");
  expect(get("cell-1-1")?.style.color).toBe("#000000");
});

test("the tiles are those of the list, asked for by their places, and a click makes one the sample of all panels", async () => {
  await show(<SampleTiles seen={SEEN} />);
  expect(kernel.sent.at(-1)).toEqual({ type: "get_samples", count: 1, places: [70] });
  expect(get("tile-70")?.textContent).toContain("true cat");
  expect(get("tile-70")?.textContent).toContain("said dog 60%");
  await act(async () => get("tile-70")?.click());
  expect(view.getState().sample).toBe(70);
  expect(get("tile-70")?.getAttribute("aria-pressed")).toBe("true");
  await act(async () => get("tiles-explain")?.click());
  expect(view.getState().dock).toBe("explain");
  await act(async () => view.setState((old) => ({ predicted: { ...old.predicted, list: { truth: 1, answer: 0 } } })));
  expect(mount.textContent).toContain("No sample is in this cell.");
});

test("a class in the table marks its curves, of labels it is the one that is looked at", async () => {
  await show(<ClassTable seen={SEEN} />);
  await act(async () => get("class-1")?.click());
  expect(view.getState().predicted).toMatchObject({ marked: 1, unit: 0 });
  await act(async () => root.unmount());
  await show(<ClassTable seen={{ ...SEEN, head: { ...HEAD, kind: "labels" } }} />);
  await act(async () => get("class-1")?.click());
  expect(view.getState().predicted).toMatchObject({ marked: null, unit: 1 });
});

test("the facts say of how many of all samples they are, and how many answers are no numbers", async () => {
  await show(<PredictionControls seen={SEEN} outputs={["one"]} width={170} />);
  expect(get("predictions-facts")?.textContent).toBe(
    "66.7% rightof 3 of 9 validation samples1 answer is NaN or infinitebefore training",
  );
  expect(get("predictions-output")).toBeNull();
});
