import { TABS } from "../../widgets/src/dock/tabs";
import { EMPTY } from "../../widgets/src/edits";
import { CONTROLS, known, styleOf } from "../../widgets/src/hiding/controls";
import { documentText } from "../../widgets/src/meanwhile";
import { isDrawing } from "../../widgets/src/sharing/text";

const NAMES = CONTROLS.flatMap((group) => group.controls.map(({ name }) => name));

test("every control has a name of its own, that documents can hold", () => {
  expect(new Set(NAMES).size).toBe(NAMES.length);
  for (const name of NAMES) expect(name).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
});

test("every panel below the canvas can be hidden", () => {
  for (const { name } of TABS) expect(NAMES).toContain(`${name}_tab`);
});

test("what this version does not know hides nothing, and gets into no style", () => {
  expect(known(["hologram"])).toEqual([]);
  expect(styleOf(["} body { display: none"])).toBe("");
  expect(styleOf(["export"])).toBe(':is([data-testid="export"]) { display: none !important; }');
});

test("a hidden control is gone from the page, and comes back", () => {
  document.body.innerHTML = '<style></style><button data-testid="export"></button><button data-testid="play"></button>';
  const style = document.querySelector("style") as HTMLStyleElement;
  const shown = (id: string) => getComputedStyle(document.querySelector(`[data-testid="${id}"]`) as Element).display;
  style.textContent = styleOf(["export"]);
  expect([shown("export") === "none", shown("play") === "none"]).toEqual([true, false]);
  style.textContent = styleOf([]);
  expect(shown("export")).not.toBe("none");
});

test("a document written without a kernel keeps what is hidden", () => {
  expect(JSON.parse(documentText(EMPTY, null, null, ["export"])).view).toEqual({ hidden: ["export"] });
  expect(JSON.parse(documentText(EMPTY, null, null)).view).toBeNull();
});

test("a drawing as text is told from layers and from other text, also where a mail has quoted it", () => {
  expect(["playground:eJx", "\n > playground:eJx", ">> playground:eJx"].every(isDrawing)).toBe(true);
  expect(["{}", "my playground: is here", ""].some(isDrawing)).toBe(false);
});
