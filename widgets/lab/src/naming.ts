// JupyterLab selects a name up to its last dot when a file is renamed: what is typed would take ".playground" along.
import { PathExt } from "@jupyterlab/coreutils";
import { SUFFIX } from "./document";

const OTHERS = SUFFIX.length - PathExt.extname(SUFFIX).length;

/** Let the whole ending of a network's file stand when its name is selected for another. */
export function keepSuffix(): void {
  // A key may come before the browser tells that the name was selected.
  for (const event of ["focusin", "select", "keydown"]) document.addEventListener(event, shrink, true);
}

function shrink({ target }: Event): void {
  if (!(target instanceof HTMLInputElement) || !target.value.endsWith(SUFFIX)) return;
  const name = target.value.length - SUFFIX.length;
  if (name > 0 && target.selectionStart === 0 && target.selectionEnd === name + OTHERS)
    target.setSelectionRange(0, name);
}
