import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Finder, Option } from "../../widgets/src/search/Finder";
import { Dialog } from "../../widgets/src/ui/Dialog";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let mount: HTMLElement;
let root: Root;
const done: string[] = [];

beforeEach(() => {
  done.length = 0;
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
});

afterEach(() => {
  act(() => root.unmount());
  mount.remove();
});

function find(selector: string): HTMLElement {
  const found = mount.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

function press(element: HTMLElement, key: string, shiftKey = false): void {
  act(
    () => void element.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true })),
  );
}

function down(element: HTMLElement): void {
  act(() => void element.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })));
}

function showDialog(): void {
  const dialog = (
    <Dialog title="Export the model" name="export" onClose={() => done.push("closed")}>
      <button type="button" id="last">
        Export
      </button>
    </Dialog>
  );
  act(() => root.render(dialog));
}

test("Esc, the ground and the button close a dialog, and a press inside of it does not", () => {
  showDialog();
  down(find("#last"));
  expect(done).toEqual([]);
  press(find("#last"), "Escape");
  down(find(".dialog-ground"));
  act(() => find("[data-testid=export-close]").click());
  expect(done).toEqual(["closed", "closed", "closed"]);
});

test("Tab goes round inside a dialog", () => {
  showDialog();
  find("#last").focus();
  press(find("#last"), "Tab");
  expect(document.activeElement).toBe(find("[data-testid=export-close]"));
  press(find("[data-testid=export-close]"), "Tab", true);
  expect(document.activeElement).toBe(find("#last"));
});

test("the field of a finder has the focus and names the list and its row, which a click takes without the focus", () => {
  const field = {
    query: "de",
    label: "Name of a command",
    placeholder: "What is to be done?",
    testid: "query",
    lists: "list",
    chosen: "row-0",
    onChange: (query: string) => void done.push(query),
    onKeyDown: ({ key }: { key: string }) => void done.push(key),
  };
  const finder = (
    <Finder label="Commands" testid="finder" field={field} onClose={() => done.push("closed")}>
      <div id="list" role="listbox" aria-label="Commands">
        <Option id="row-0" chosen onPoint={() => done.push("pointed")} onPick={() => done.push("picked")}>
          Delete
        </Option>
      </div>
    </Finder>
  );
  act(() => root.render(finder));
  const input = find("[data-testid=query]");
  expect(document.activeElement).toBe(input);
  expect([input.getAttribute("aria-controls"), input.getAttribute("aria-activedescendant")]).toEqual(["list", "row-0"]);
  press(input, "ArrowDown");
  const press0 = new PointerEvent("pointerdown", { bubbles: true, cancelable: true });
  act(() => void find("#row-0").dispatchEvent(press0));
  act(() => find("#row-0").click());
  expect(press0.defaultPrevented).toBe(true);
  expect(done).toEqual(["ArrowDown", "picked"]);
});
