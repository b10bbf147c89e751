// What the JupyterLab extension does without JupyterLab, and what holds where there is none.
import { dataIn, drawingIn } from "../../widgets/lab/src/drawing";
import { difference } from "../../widgets/lab/src/text";
import { guardKeys } from "../../widgets/src/keys";
import { isAlone } from "../../widgets/src/place";

test("a text is changed in the one piece in which it differs", () => {
  for (const [old, now] of [
    ["", "abc"],
    ["abc", ""],
    ["abc", "abc"],
    ["aaa", "aa"],
    ["aa", "aaaa"],
    ["one two three", "one 2 three"],
    ["🙂🙃", "🙃🙂"],
    ["abcabc", "abc"],
  ] as const) {
    const { from, to, put } = difference(old, now);
    expect(old.slice(0, from) + put + old.slice(to)).toBe(now);
  }
  expect(difference("one two three", "one 2 three")).toEqual({ from: 4, to: 7, put: "2" });
});

test("a document's drawing shows without a kernel, also one of the first format", () => {
  const network = { name: "n", layers: [], nodes: [], edges: [] };
  const drawing = drawingIn(JSON.stringify({ format: 1, network }));
  expect(drawing?.network).toMatchObject({ ...network, signature: { returned: [] } });
  expect(drawing?.report.nodes).toEqual({});
});

test("a text that is no document shows nothing", () => {
  for (const text of ["", "{", "null", "[]", "3", '{"network": null}', '{"network": {"layers": 1}}']) {
    expect(drawingIn(text)).toBeNull();
  }
});

test("a document names its data set, and none when it chooses none or is no document", () => {
  expect(dataIn('{"data": {"name": "digits"}}')).toBe("digits");
  for (const text of ["", "{", "null", "[]", "3", '{"data": null}', '{"data": {"name": 3}}'])
    expect(dataIn(text)).toBeNull();
});

test("keys of the studio stop at it, and are marked before anybody hears them; Jupyter's are not", () => {
  const host = document.createElement("div");
  const heard: [string, boolean][] = [];
  const passed: string[] = [];
  const before = (event: KeyboardEvent) => heard.push([event.key, host.hasAttribute("data-lm-suppress-shortcuts")]);
  const after = (event: KeyboardEvent) => passed.push(event.key);
  document.body.append(host);
  document.addEventListener("keydown", before, true);
  document.addEventListener("keydown", after);
  const release = guardKeys(host);
  for (const init of [
    { key: "d" },
    { key: "s", ctrlKey: true },
    { key: "z", ctrlKey: true },
    { key: "C", ctrlKey: true, shiftKey: true },
    { key: "c", ctrlKey: true },
  ]) {
    host.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, composed: true }));
  }
  expect(heard).toEqual([
    ["d", true],
    ["s", false],
    ["z", true],
    ["C", false],
    ["c", true],
  ]);
  expect(passed).toEqual(["s", "C"]);
  release();
  document.removeEventListener("keydown", before, true);
  document.removeEventListener("keydown", after);
  host.remove();
});

test("a page that offers nothing leaves the wheel to the notebook", () => {
  expect(isAlone(document.createElement("div"))).toBe(false);
});

test("a menu is the browser's over text that is typed or copied, and elsewhere the page's; none is kept from coming", () => {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = "<i></i><input><textarea></textarea><a href='#'></a><pre></pre><code><b></b></code>";
  document.body.append(host);
  const reached: boolean[] = [];
  const listen = () => reached.push(true);
  document.addEventListener("contextmenu", listen);
  const release = guardKeys(host);
  const passes = (selector: string): boolean => {
    reached.length = 0;
    const event = new MouseEvent("contextmenu", { bubbles: true, composed: true, cancelable: true });
    expect(root.querySelector(selector)?.dispatchEvent(event)).toBe(true);
    return reached.length === 1;
  };
  expect(passes("i")).toBe(true);
  for (const text of ["input", "textarea", "a", "pre", "code", "b"]) expect(passes(text), text).toBe(false);
  release();
  document.removeEventListener("contextmenu", listen);
});
