import { APART, beginsGroup, FOLDED, fitted, type Measures } from "../../widgets/src/dock/fitting";
import { TABS } from "../../widgets/src/dock/tabs";
import type { DockTab } from "../../widgets/src/view";

const WIDTH = 60;
const MORE = 64;

function measures(room: number, { controls = 0, hidden = [] as DockTab[] } = {}): Measures {
  const tabs = new Map(TABS.map(({ name }) => [name, hidden.includes(name) ? 0 : WIDTH]));
  return { room, tabs, more: MORE, controls };
}

function lengthOf(names: readonly DockTab[]): number {
  const tabs = TABS.filter(({ name }) => names.includes(name));
  return tabs.length * WIDTH + tabs.filter((tab, i) => beginsGroup(tab, tabs[i - 1])).length * APART;
}

const ALL = TABS.map(({ name }) => name);
const WHOLE = lengthOf(ALL);

function fit(chosen: DockTab, given: Measures) {
  const { shown, more, folded } = fitted(TABS, chosen, given);
  return { shown: shown.map(({ name }) => name), more: more.map(({ name }) => name), folded };
}

describe("the row of tabs", () => {
  test("holds all tabs and the controls where both have room, to the pixel", () => {
    const all = { shown: ALL, more: [], folded: false };
    expect(fit("training", measures(WHOLE + 300, { controls: 300 }))).toEqual(all);
    expect(fit("data", measures(WHOLE))).toEqual(all);
  });

  test("folds the controls before a tab goes", () => {
    const folded = { shown: ALL, more: [], folded: true };
    expect(fit("training", measures(WHOLE + 299, { controls: 300 }))).toEqual(folded);
    expect(fit("training", measures(WHOLE + FOLDED, { controls: 300 }))).toEqual(folded);
    expect(fit("training", measures(WHOLE + FOLDED - 1, { controls: 300 })).more).not.toEqual([]);
  });

  test("says nothing of folding where there are no controls", () => {
    expect(fit("data", measures(300)).folded).toBe(false);
  });

  test("keeps the first tabs, and the chosen one in its order after them", () => {
    const room = 3 * WIDTH + APART + MORE;
    expect(fit("training", measures(room)).shown).toEqual(ALL.slice(0, 3));
    expect(fit("code", measures(room)).shown).toEqual([...ALL.slice(0, 2), "code"]);
  });

  test.each(ALL)(
    "always holds %s when it is chosen, loses no tab, and never asks for more room than there is",
    (name) => {
      for (let room = WIDTH + MORE + FOLDED; room < WHOLE + 200; room += 7) {
        const { shown, more, folded } = fit(name, measures(room, { controls: 150 }));
        expect(shown).toContain(name);
        expect(ALL.filter((each) => shown.includes(each) !== more.includes(each))).toEqual(ALL);
        const rest = (more.length > 0 ? MORE : 0) + (folded ? FOLDED : 150);
        expect(lengthOf(shown) + rest).toBeLessThanOrEqual(room);
      }
    },
  );

  test("holds the chosen tab alone where there is no room at all", () => {
    expect(fit("explain", measures(10))).toEqual({
      shown: ["explain"],
      more: ALL.filter((name) => name !== "explain"),
      folded: false,
    });
  });

  test("gives the room of tabs that the drawing hides to others, and has them in no menu", () => {
    const hidden: DockTab[] = ["doctor", "code"];
    const rest = ALL.filter((name) => !hidden.includes(name));
    expect(fit("training", measures(lengthOf(rest), { hidden }))).toEqual({ shown: rest, more: [], folded: false });
    const { shown, more } = fit("training", measures(lengthOf(rest) - 1, { hidden }));
    expect([...shown, ...more].sort()).toEqual([...rest].sort());
  });
});
