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

/** Whether a key press inside the studio must not reach the notebook; Ctrl+S, and what else Jupyter owns, passes. */
export function isOurs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return OURS_WITH_CONTROL.has(event.key.toLowerCase());
  return true;
}

export function guardKeys(host: HTMLElement): () => void {
  const stop = (event: Event) => {
    if (event instanceof KeyboardEvent && isOurs(event)) event.stopPropagation();
  };
  const menu = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  host.addEventListener("keydown", stop);
  host.addEventListener("keyup", stop);
  host.addEventListener("contextmenu", menu);
  return () => {
    host.removeEventListener("keydown", stop);
    host.removeEventListener("keyup", stop);
    host.removeEventListener("contextmenu", menu);
  };
}
