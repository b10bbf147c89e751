// Drawings that a notebook keeps are there again when it is opened, before any cell is run.
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { layOut, takeBack } from "../../src/kept";

export function reopenDrawings(notebooks: INotebookTracker): void {
  notebooks.forEach((panel) => void reopen(panel));
  notebooks.widgetAdded.connect((_, panel) => void reopen(panel));
}

/** Widgets look for their states once the kernel has answered, which is later than this. */
async function reopen({ context }: NotebookPanel): Promise<void> {
  await context.ready;
  const { model } = context;
  const { dirty } = model;
  layOut(model);
  model.dirty = dirty;
  context.saveState.connect((_, state) => {
    if (state === "started") takeBack(model);
  });
}
