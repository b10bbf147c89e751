// A unit held down says nothing as long as it is held: the pictures are of the network without it. By keys it is switched.
import type { Surroundings } from "../context";
import type { ViewStore } from "../view";

/** So long a press rests before it silences, in milliseconds: shorter ones choose the node, or drag it. */
export const HOLD = 250;
/** A press that moved so many pixels before is a drag. */
const STILL = 4;

export interface Unit {
  node: string;
  unit: number;
}

export function same(one: Unit | null | undefined, other: Unit | null | undefined): boolean {
  return (one ?? null) === (other ?? null) || (one?.node === other?.node && one?.unit === other?.unit);
}

/** What is told of a press on a unit's map; once it silences, no drag and no click may come of it. */
export function hold(view: ViewStore, unit: Unit, { clientX, clientY }: { clientX: number; clientY: number }): void {
  const hearing = new AbortController();
  const { signal } = hearing;
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    view.setState({ silenced: unit });
  }, HOLD);
  const end = () => {
    clearTimeout(timer);
    hearing.abort();
    if (!silent) return;
    view.setState(({ silenced }) => ({ silenced: same(silenced, unit) ? null : silenced }));
    const passed = new AbortController();
    window.addEventListener("click", swallow, { capture: true, signal: passed.signal });
    setTimeout(() => passed.abort());
  };
  const move = (event: PointerEvent) => {
    if (!silent && Math.hypot(event.clientX - clientX, event.clientY - clientY) > STILL) end();
  };
  // They are heard on the window before the drag of the card hears them: it begins its listening later.
  const quiet = (event: Event) => silent && swallow(event);
  window.addEventListener("pointermove", move, { capture: true, signal });
  for (const each of ["mousemove", "touchmove", "contextmenu"]) {
    window.addEventListener(each, quiet, { capture: true, passive: false, signal });
  }
  for (const each of ["pointerup", "pointercancel", "blur"])
    window.addEventListener(each, end, { capture: true, signal });
}

function swallow(event: Event): void {
  event.stopImmediatePropagation();
  if (event.cancelable) event.preventDefault();
}

/** The units of the one selected node that has maps over the plane; null where there are none. */
function unitsOf({ studio, view }: Surroundings): { node: string; units: number } | null {
  const [node, ...others] = view.getState().nodes;
  const picture = node === undefined ? undefined : studio.store.getState().pictures?.thumbnails[node]?.picture;
  if (node === undefined || others.length > 0 || picture?.form !== "plane") return null;
  return { node, units: picture.count };
}

const NO_UNITS = "Select a node whose units have maps: with data of two inputs, once a step was run.";

/** Look at the unit so many further of the selected node; says which. */
export function lookOn(around: Surroundings, by: 1 | -1): string {
  const found = unitsOf(around);
  if (!found) return NO_UNITS;
  const { view } = around;
  const { looked } = view.getState();
  const here = looked?.node === found.node ? looked.unit + by : by > 0 ? 0 : -1;
  const unit = (here + found.units) % found.units;
  view.setState({ looked: { node: found.node, unit } });
  return `Unit ${unit} of ${found.units}.`;
}

/** Silence the unit that is looked at, or the first; once more, and it is heard again. Says what it has done. */
export function switchSilence(around: Surroundings): string {
  const { view } = around;
  const { silenced, looked } = view.getState();
  if (silenced) {
    view.setState({ silenced: null });
    return `Unit ${silenced.unit} is heard again.`;
  }
  const found = unitsOf(around);
  const unit = looked ?? (found && { node: found.node, unit: 0 });
  if (!unit) return NO_UNITS;
  view.setState({ looked: unit, silenced: unit });
  return `Unit ${unit.unit} is silenced.`;
}
