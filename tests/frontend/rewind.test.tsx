import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import type { Command, Network } from "../../widgets/src/messages";
import { editsAlong, placeOf, stopsOf, weightsStep } from "../../widgets/src/rewind/moments";
import { Rewind } from "../../widgets/src/rewind/Rewind";
import { IDLE } from "../../widgets/src/state";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const STOPS = stopsOf({ steps: [0, 57, 100], epochs: [0, 1.14, 2], edits: [0, 0, 0] }, 100);

test("there is a place for each moment before the latest step, and one for that", () => {
  expect(STOPS.map(({ step }) => step)).toEqual([0, 57, null]);
  expect(STOPS.map(({ words }) => words)).toEqual(["epoch 0, step 0", "epoch 1.14, step 57", "latest, step 100"]);
  expect([placeOf(STOPS, null), placeOf(STOPS, 57), placeOf(STOPS, 58)]).toEqual([2, 1, 2]);
  expect(stopsOf({ steps: [], epochs: [], edits: [] }, 3)).toHaveLength(1);
});

test("moments before an edit are places of their own, also that of the latest step, with the edits between them", () => {
  const stops = stopsOf({ steps: [0, 57, 57, 100, 100], epochs: [0, 1, 1, 2, 2], edits: [2, 2, 1, 1, 0] }, 100);
  expect(stops.map(({ step, edits }) => [step, edits])).toEqual([
    [0, 2],
    [57, 2],
    [57, 1],
    [100, 1],
    [null, 0],
  ]);
  expect(stops[1]?.words).toBe("epoch 1, step 57, before 2 edits, not shown");
  expect(stops[3]?.words).toBe("epoch 2, step 100, before the edit, not shown");
  expect(editsAlong(stops)).toEqual([0.375, 0.875]);
  expect(editsAlong(STOPS)).toEqual([]);
  expect([placeOf(stops, null, stops[2] ?? null), placeOf(stops, 57, stops[2] ?? null)]).toEqual([2, 4]);
});

test("the weights are those of the step that is shown, or of the latest", () => {
  expect([weightsStep({ ...IDLE, step: 9 }), weightsStep({ ...IDLE, step: 9, shown: 0 })]).toEqual([9, 0]);
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

async function opened(state: "paused" | "running", missing = "", edits = [0, 0]) {
  const kernel = new Kernel(snapshotOf(CHAIN, Object.values(KINDS)), {
    keras_version: "3",
    groups: [],
    layers: [],
    objects: {},
  });
  const studio = await kernel.studio();
  const sent: Command[] = [];
  studio.request = (async (command: Command) => {
    sent.push(command);
    const moments = {
      type: "moments",
      run: 1,
      steps: missing ? [] : [0, 57],
      epochs: missing ? [] : [0, 1.14],
      edits: missing ? [] : edits,
      missing,
    };
    return { answer: command.type === "get_moments" ? moments : { type: "done" }, buffers: [] };
  }) as typeof studio.request;
  const series = { loss: { steps: [1], values: [1] } };
  studio.store.setState({
    live: true,
    status: { ...IDLE, state, run: 1, step: 100 },
    history: { run: 1, series, epochs: [], marks: [] },
  });
  await act(async () => {
    root.render(
      <SurroundingsContext.Provider value={{ studio, view: createView(), root: place }}>
        <Rewind />
      </SurroundingsContext.Provider>,
    );
  });
  return { studio, sent };
}

const slider = () => place.querySelector<HTMLInputElement>("[data-testid=rewind-slider]");
const button = () => place.querySelector<HTMLButtonElement>("[data-testid=continue-from]");

async function slid(value: string) {
  const input = slider();
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, value);
    input?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

test("the slider of a run that rests asks for moments, and the button for a branch at the one shown", async () => {
  const { studio, sent } = await opened("paused");
  expect(slider()?.getAttribute("aria-valuetext")).toBe("latest, step 100");
  expect(button()?.disabled).toBe(true);
  await slid("1");
  expect(sent.at(-1)).toEqual({ type: "show_moment", step: 57 });
  await act(async () => studio.store.setState(({ status }) => ({ status: { ...status, shown: 57 } })));
  expect(slider()?.getAttribute("aria-valuetext")).toBe("epoch 1.14, step 57");
  await act(async () => button()?.click());
  expect(sent.at(-1)).toEqual({ type: "continue_from", step: 57, edits: 0 });
  await slid("2");
  expect(sent.at(-1)).toEqual({ type: "show_moment", step: null });
});

test("before an edit the slider stands where it is put while the latest is shown, and the branch is of that network", async () => {
  const { studio, sent } = await opened("paused", "", [1, 0]);
  expect(place.querySelectorAll("[data-testid=rewind-edit]")).toHaveLength(1);
  await slid("1");
  await act(async () => studio.store.setState(({ status }) => ({ status: { ...status, shown: 57 } })));
  await slid("0");
  expect(sent.at(-1)).toEqual({ type: "show_moment", step: null });
  await act(async () => studio.store.setState(({ status }) => ({ status: { ...status, shown: null } })));
  expect(slider()?.value).toBe("0");
  expect(slider()?.getAttribute("aria-valuetext")).toBe("epoch 0, step 0, before the edit, not shown");
  expect(button()?.title).toContain("Bring back the network of this moment");
  await act(async () => button()?.click());
  expect(sent.at(-1)).toEqual({ type: "continue_from", step: 0, edits: 1 });
  await act(async () => studio.store.setState(({ status }) => ({ status: { ...status, step: 120 } })));
  expect(slider()?.getAttribute("aria-valuetext")).toBe("latest, step 120");
});

test("while steps are run, and where there are no moments, a sentence stands beside the slider", async () => {
  await opened("running");
  expect(slider()?.disabled).toBe(true);
  expect(place.querySelector("output")?.textContent).toBe("Pause to look back.");
  await opened("paused", "Undo the edits to look back.");
  expect(slider()?.disabled).toBe(true);
  expect(place.querySelector("output")?.textContent).toBe("Undo the edits to look back.");
});

test("a layer that is moved asks for nothing, one that is set otherwise asks anew, and without a run nothing is asked", async () => {
  const { studio, sent } = await opened("paused");
  const asked = () => sent.filter(({ type }) => type === "get_moments").length;
  const drawn = (change: (network: Network) => Network) =>
    act(async () => studio.store.setState(({ confirmed }) => ({ confirmed: change(confirmed) })));
  expect(asked()).toBe(1);
  await drawn((network) => ({ ...network, nodes: network.nodes.map((node) => ({ ...node, x: node.x + 9 })) }));
  expect(asked()).toBe(1);
  await drawn((network) => ({ ...network, layers: network.layers.map((layer) => ({ ...layer, settings: {} })) }));
  expect(asked()).toBe(2);
  await act(async () => studio.store.setState({ status: IDLE }));
  await drawn((network) => ({ ...network, layers: [...network.layers] }));
  expect(asked()).toBe(2);
});
