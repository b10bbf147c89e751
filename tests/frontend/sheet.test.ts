import { SHORTCUTS } from "../../widgets/src/canvas/shortcuts";
import { sheet } from "../../widgets/src/commands/sheet";

test("the sheet has every deed of the table once, under what it is for", () => {
  const said = sheet().flatMap(({ subject, entries }) => entries.map(({ does }) => `${subject}: ${does}`));
  expect(new Set(said).size).toBe(said.length);
  expect(said).toEqual(expect.arrayContaining(SHORTCUTS.map(({ of, does }) => `${of}: ${does}`)));
});

test("alternatives stand beside each other, and the four arrows are one key", () => {
  const entries = sheet().flatMap((chapter) => chapter.entries);
  const keys = (does: string) => entries.find((entry) => entry.does === does)?.keys;
  expect(keys("Redo")).toEqual(["Ctrl+Y", "Ctrl+Shift+Z"]);
  expect(keys("Go along the wires")).toEqual(["Alt+←→↑↓"]);
  expect(keys("Select the next node too")).toEqual(["Alt+Shift+←→↑↓"]);
  expect(keys("Zoom in")).toEqual(["+", "="]);
});
