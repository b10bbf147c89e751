import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { EditCell } from "../../widgets/src/runs/EditCell";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let root: Root;
let answer: (refused: string) => void;

beforeEach(() => {
  const frame = document.body.appendChild(document.createElement("div"));
  root = createRoot(frame);
  const onChange = () => new Promise<string>((resolve) => (answer = resolve));
  act(() =>
    root.render(
      <>
        <EditCell value="" what="Note" testid="note" onChange={onChange} />
        <button type="button" data-testid="next" />
      </>,
    ),
  );
  act(() => at("note").click());
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

function at(name: string): HTMLElement {
  return document.querySelector<HTMLElement>(`[data-testid=${name}]`) as HTMLElement;
}

function write(text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(at("note"), text);
  act(() => void at("note").dispatchEvent(new Event("input", { bubbles: true })));
}

test("whoever left the field stays where they went when the answer comes", async () => {
  write("good");
  act(() => at("next").focus());
  await act(async () => answer(""));
  expect(at("note").tagName).toBe("BUTTON");
  expect(document.activeElement).toBe(at("next"));
});

test("after Enter and after Escape the keyboard is on the text again", async () => {
  write("good");
  const press = (key: string) => at("note").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  act(() => void press("Enter"));
  await act(async () => answer(""));
  expect(document.activeElement).toBe(at("note"));
  act(() => at("note").click());
  expect(at("note").tagName).toBe("INPUT");
  act(() => void press("Escape"));
  expect(at("note").tagName).toBe("BUTTON");
  expect(document.activeElement).toBe(at("note"));
});
