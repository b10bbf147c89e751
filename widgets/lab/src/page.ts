// What JupyterLab offers to the studios on its page, through a hook of the page: they know nothing of JupyterLab themselves.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { OUTPUT_TAB } from "./studios";

export function offerTabs(app: JupyterFrontEnd, notebooks: INotebookTracker): void {
  globalThis.kerasPlaygroundPage = {
    fillsTab: (host) => host.closest(`${OUTPUT_TAB}, .playground-document`) !== null,
    openInTab: (host) => {
      const found = cellOf(notebooks, host);
      return found && (() => void openOutput(app, found));
    },
  };
}

interface Found {
  panel: NotebookPanel;
  index: number;
}

function cellOf(notebooks: INotebookTracker, host: Element): Found | null {
  let found: Found | null = null;
  notebooks.forEach((panel) => {
    const index = panel.content.widgets.findIndex((cell) => cell.node.contains(host));
    if (index >= 0) found = { panel, index };
  });
  return found;
}

async function openOutput(app: JupyterFrontEnd, { panel, index }: Found): Promise<void> {
  app.shell.activateById(panel.id);
  panel.content.activeCellIndex = index;
  await app.commands.execute("notebook:create-output-view");
}
