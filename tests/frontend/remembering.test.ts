import { remember, remembered } from "../../widgets/src/remembering";
import { createView } from "../../widgets/src/view";

const KEY = "keras-playground.view";

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

test("a choice that was made in one view is there in the next, and what was not chosen is as usual", () => {
  const view = createView(remembered());
  const stop = remember(view);
  view.setState({ map: false, cheatSheet: true });
  view.setState({ discrete: true });
  const next = createView(remembered()).getState();
  expect([next.map, next.discrete, next.snaps, next.cheatSheet]).toEqual([false, true, true, false]);
  stop();
  view.setState({ map: true });
  expect(remembered().map).toBe(false);
});

test.each(["{", "null", "7", '"map"', '{"map":"no","nodes":["a"]}'])("what is not ours is left alone: %s", (text) => {
  localStorage.setItem(KEY, text);
  expect(remembered()).toEqual({});
});

test("a page without storage remembers nothing, and goes on", () => {
  for (const name of ["getItem", "setItem"] as const)
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
  const view = createView(remembered());
  remember(view);
  view.setState({ map: false });
  expect(view.getState().map).toBe(false);
});
