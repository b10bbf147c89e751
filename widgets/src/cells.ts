// New cells in the notebook that a studio stands in. JupyterLab's widget manager knows the notebook; other hosts have none.
import type { WidgetModel } from "./connection";

const VIEW = "application/vnd.jupyter.widget-view+json";

interface NewCell {
  cell_type: "code";
  source: string;
  metadata: Record<string, unknown>;
}

interface Cell {
  toJSON(): { outputs?: { data?: Record<string, unknown> }[] };
}

interface Notebook {
  cells?: Iterable<Cell>;
  sharedModel?: { insertCell?(index: number, cell: NewCell): unknown };
}

/** Whether the studio of this model stands in a notebook that takes new cells. */
export function takesCells(model: WidgetModel): boolean {
  return notebookOf(model) !== null;
}

/**
 * Put a code cell with this source below the cell that shows the model's studio; at the end when none does.
 * With the studio's element, the new cell is scrolled to and gets the cursor. Gives whether there was a notebook.
 */
export function insertCell(model: WidgetModel, source: string, host?: Element): boolean {
  const notebook = notebookOf(model);
  if (!notebook) return false;
  const cells = [...(notebook.cells ?? [])];
  const home = cells.findIndex((cell) => shows(cell, (model as { model_id?: string }).model_id));
  const index = home < 0 ? cells.length : home + 1;
  notebook.sharedModel?.insertCell?.(index, { cell_type: "code", source, metadata: { trusted: true } });
  if (host && home >= 0) goBelow(host);
  return true;
}

function notebookOf(model: WidgetModel): Notebook | null {
  const { context } = model.widget_manager as { context?: { model?: Notebook } };
  return context?.model?.sharedModel?.insertCell ? context.model : null;
}

function shows(cell: Cell, id: string | undefined): boolean {
  const outputs = cell.toJSON().outputs ?? [];
  return outputs.some((output) => (output.data?.[VIEW] as { model_id?: string } | undefined)?.model_id === id);
}

/** Move to the cell below the one that an element stands in, once the notebook has drawn it. */
function goBelow(host: Element): void {
  const home = host.closest(".jp-Cell");
  const move = (tries: number) => {
    const below = home?.nextElementSibling;
    const editor = below?.querySelector<HTMLElement>(".cm-content");
    if (editor) {
      editor.focus();
      // Its editor grows to the height of the source first.
      setTimeout(() => below?.scrollIntoView({ block: "nearest" }), 100);
    } else if (home && tries > 0) {
      setTimeout(() => move(tries - 1), 50);
    }
  };
  setTimeout(() => move(20), 50);
}
