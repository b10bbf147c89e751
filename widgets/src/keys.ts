// Keeps the keys that the studio uses from the notebook, which would run or delete cells with them.

const OURS_WITH_CONTROL = new Set([
  "z",
  "y",
  "d",
  "c",
  "v",
  "x",
  "a",
  "g",
  "b",
  "f",
  "k",
  "enter",
  "delete",
  "backspace",
]);

/** Whether a key press inside the studio must not reach the notebook; Ctrl+S, Ctrl+Shift+C and what else Jupyter owns, passes. */
function isOurs(event: KeyboardEvent): boolean {
  if (!event.ctrlKey && !event.metaKey) return true;
  const key = event.key.toLowerCase();
  return OURS_WITH_CONTROL.has(key) && !(event.shiftKey && key === "c");
}

const TEXT = "input, textarea, a[href], pre, code, .code-lines";

/** Whether the browser's own menu is of use: to paste, to copy, to open. JupyterLab would put its menu of outputs in its place. */
function isText(target: EventTarget | undefined): boolean {
  return target instanceof Element && target.closest(TEXT) !== null;
}

const SUPPRESS = "data-lm-suppress-shortcuts";

export function guardKeys(host: HTMLElement): () => void {
  // JupyterLab heeds no key inside an element with this mark, so a key that is Jupyter's finds it gone. The window hears first:
  // JupyterLab listens to the document as a key comes back up from us, Notebook 7 before it comes down.
  const mark = (event: KeyboardEvent) => {
    if (event.composedPath().includes(host)) host.toggleAttribute(SUPPRESS, isOurs(event));
  };
  const stop = (event: Event) => {
    if (event instanceof KeyboardEvent && isOurs(event)) event.stopPropagation();
  };
  const menu = (event: Event) => {
    if (isText(event.composedPath()[0])) event.stopPropagation();
  };
  host.toggleAttribute(SUPPRESS, true);
  window.addEventListener("keydown", mark, true);
  host.addEventListener("keydown", stop);
  host.addEventListener("keyup", stop);
  host.addEventListener("contextmenu", menu);
  return () => {
    window.removeEventListener("keydown", mark, true);
    host.removeEventListener("keydown", stop);
    host.removeEventListener("keyup", stop);
    host.removeEventListener("contextmenu", menu);
  };
}

/**
 * Brings the focus back to the root when the focused element goes away or is disabled, before the next key press: it would fall to
 * the page, and the next Ctrl+Z or `d d` would be the notebook's.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: Element | null = null;
  const follow = (event: FocusEvent) => {
    last = event.target as Element;
  };
  const observer = new MutationObserver(() => {
    if (!last || (last.isConnected && !last.matches(":disabled"))) return;
    const inside = (root.getRootNode() as ShadowRoot).activeElement;
    const lost = inside === last || (inside === null && document.activeElement === document.body);
    last = null;
    if (lost) root.focus({ preventScroll: true });
  });
  root.addEventListener("focusin", follow);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  return () => {
    observer.disconnect();
    root.removeEventListener("focusin", follow);
  };
}
