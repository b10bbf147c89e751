// Which tabs stand in the dock's row and which in the menu at its end, and whether the controls fold into a button.
import type { DockTab } from "../view";
import type { Tab } from "./tabs";

/** Widths in CSS pixels, as long as nothing is folded. */
export interface Measures {
  /** Of the row that tabs, menu and controls share. */
  room: number;
  /** A tab that the drawing hides has none. */
  tabs: ReadonlyMap<DockTab, number>;
  /** Of the button that opens the menu. */
  more: number;
  /** 0 where the panel has no controls. */
  controls: number;
}

export interface Fitting {
  shown: readonly Tab[];
  /** What the menu holds. */
  more: readonly Tab[];
  folded: boolean;
}

/** Between two groups of tabs, with the line in its middle. */
export const APART = 13;
/** The button that controls fold into. */
export const FOLDED = 32;

/** As many tabs from the first on as there is room for, and always the chosen one; before a tab goes, the controls fold. */
export function fitted(tabs: readonly Tab[], chosen: DockTab, measures: Measures | null): Fitting {
  if (!measures) return { shown: tabs, more: [], folded: false };
  const { room, more, controls } = measures;
  const present = tabs.filter(({ name }) => widthOf(name, measures) > 0);
  const whole = lengthOf(present, measures);
  if (whole + controls <= room) return { shown: present, more: [], folded: false };
  const folded = controls > 0;
  const left = folded ? room - FOLDED : room;
  if (whole <= left) return { shown: present, more: [], folded };
  for (let count = present.length - 1; ; count--) {
    const stays = (tab: Tab, i: number) => i < count || tab.name === chosen;
    const shown = present.filter(stays);
    if (count <= 0 || lengthOf(shown, measures) + more <= left)
      return { shown, more: present.filter((tab, i) => !stays(tab, i)), folded };
  }
}

/** Whether a tab begins another group than the one that stands before it. */
export function beginsGroup(tab: Tab, before: Tab | undefined): boolean {
  return before !== undefined && before.group !== tab.group;
}

function lengthOf(tabs: readonly Tab[], measures: Measures): number {
  const lines = tabs.filter((tab, i) => beginsGroup(tab, tabs[i - 1])).length;
  return tabs.reduce((sum, { name }) => sum + widthOf(name, measures), lines * APART);
}

function widthOf(name: DockTab, { tabs }: Measures): number {
  return tabs.get(name) ?? 0;
}
