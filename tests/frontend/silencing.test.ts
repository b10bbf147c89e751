import type { Surroundings } from "../../widgets/src/context";
import { EMPTY } from "../../widgets/src/edits";
import { HOLD, hold, lookOn, switchSilence } from "../../widgets/src/plane/silencing";
import { behind, isUnmoved } from "../../widgets/src/plane/unmoved";
import { createState, type PictureSet } from "../../widgets/src/state";
import { createView } from "../../widgets/src/view";

const UNIT = { node: "hidden", unit: 3 };
const AT = { clientX: 100, clientY: 50 };

function pointer(type: string, x = 100, y = 50): Event {
  const event = Object.assign(new Event(type, { cancelable: true }), { clientX: x, clientY: y });
  window.dispatchEvent(event);
  return event;
}

test("pictures behind a silenced unit that are no maps over the plane are known not to be without it", () => {
  const edge = (source: string, target: string) => ({ source, target, output: 0, port: "x", slot: 0 });
  const edges = [edge("a", "b"), edge("b", "c"), edge("x", "c"), edge("c", "d")];
  const network = { ...EMPTY, edges };
  expect([...behind(network, "a")].sort()).toEqual(["b", "c", "d"]);
  expect(behind(network, "a")).toBe(behind(network, "a"));
  const of = (form: string) => ({ picture: { form } });
  const thumbnails = { a: of("bars"), b: of("maps"), c: of("plane"), x: of("bars") };
  const pictures = { thumbnails, enlarged: { d: of("histogram") }, silenced: { node: "a", unit: 0 } };
  const unmoved = (change: object = {}) =>
    ["a", "b", "c", "d", "x", "gone"].filter((node) =>
      isUnmoved({ network, pictures: { ...pictures, ...change } as unknown as PictureSet }, node),
    );
  expect(unmoved()).toEqual(["b", "d"]);
  expect(unmoved({ silenced: null })).toEqual([]);
});

describe("a press on the map of a unit", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("silences it while it is held still, and no drag and no click comes of it", () => {
    const view = createView();
    hold(view, UNIT, AT);
    const dragged = vi.fn();
    window.addEventListener("mousemove", dragged);
    window.addEventListener("click", dragged);
    vi.advanceTimersByTime(HOLD - 1);
    expect(view.getState().silenced).toBeNull();
    vi.advanceTimersByTime(1);
    expect(view.getState().silenced).toEqual(UNIT);
    pointer("pointermove", 180);
    pointer("mousemove", 180);
    expect(view.getState().silenced).toEqual(UNIT);
    pointer("pointerup", 180);
    expect(view.getState().silenced).toBeNull();
    pointer("click", 180);
    expect(dragged).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    pointer("click");
    pointer("mousemove");
    expect(dragged).toHaveBeenCalledTimes(2);
    window.removeEventListener("mousemove", dragged);
    window.removeEventListener("click", dragged);
  });

  test("is a drag once it moves, and a click when it is short", () => {
    const view = createView();
    const heard = vi.fn();
    window.addEventListener("mousemove", heard);
    window.addEventListener("click", heard);
    hold(view, UNIT, AT);
    pointer("pointermove", 107);
    pointer("mousemove", 107);
    vi.advanceTimersByTime(2 * HOLD);
    expect(view.getState().silenced).toBeNull();
    hold(view, UNIT, AT);
    pointer("pointermove", 102);
    pointer("pointerup", 102);
    pointer("click", 102);
    vi.advanceTimersByTime(2 * HOLD);
    expect(view.getState().silenced).toBeNull();
    expect(heard).toHaveBeenCalledTimes(2);
    window.removeEventListener("mousemove", heard);
    window.removeEventListener("click", heard);
  });

  test("ends when the window is left", () => {
    const view = createView();
    hold(view, UNIT, AT);
    vi.advanceTimersByTime(HOLD);
    pointer("blur");
    expect(view.getState().silenced).toBeNull();
  });
});

test("keys go through the units of the selected node, silence one, and let it be heard again", () => {
  const store = createState();
  const view = createView();
  const around = { studio: { store }, view } as unknown as Surroundings;
  expect(lookOn(around, 1)).toMatch(/^Select a node whose units have maps/);
  expect(switchSilence(around)).toMatch(/^Select a node/);
  const picture = { node: "hidden", form: "plane", count: 4, first: 0 };
  store.setState({ pictures: { thumbnails: { hidden: { picture } } } as unknown as PictureSet });
  view.setState({ nodes: ["hidden"] });
  expect(lookOn(around, 1)).toBe("Unit 0 of 4.");
  expect(lookOn(around, -1)).toBe("Unit 3 of 4.");
  expect(view.getState().looked).toEqual(UNIT);
  expect(switchSilence(around)).toBe("Unit 3 is silenced.");
  expect(view.getState().silenced).toEqual(UNIT);
  expect(switchSilence(around)).toBe("Unit 3 is heard again.");
  expect(view.getState().silenced).toBeNull();
});
