// What JupyterLab's menus, launcher and context menus do with networks.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ISessionContextDialogs, WidgetTracker } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { notebookIcon } from "@jupyterlab/ui-components";
import { FACTORY, type NetworkDocument, SUFFIX } from "./document";
import { networkIcon } from "./icon";

export const Commands = {
  create: "playground:create",
  openInNotebook: "playground:open-in-notebook",
  interrupt: "playground:interrupt-kernel",
  reconnect: "playground:reconnect-to-kernel",
  restart: "playground:restart-kernel",
  change: "playground:change-kernel",
  shutdown: "playground:shutdown-kernel",
} as const;

/** A new file that clashes with none, opened on the canvas. */
async function createNetwork(documents: IDocumentManager, folder: string): Promise<NetworkDocument> {
  const { path } = await documents.newUntitled({ path: folder, type: "file", ext: SUFFIX });
  const document = documents.openOrReveal(path, FACTORY) as NetworkDocument;
  document.isUntitled = true;
  return document;
}

/** A new notebook beside a document, with a cell that opens it, run. */
export async function openInNotebook(app: JupyterFrontEnd, documents: IDocumentManager, path: string): Promise<void> {
  const shown = documents.findWidget(path, FACTORY) as NetworkDocument | undefined;
  if (shown?.context.model.dirty) await shown.context.save();
  const { path: place } = await documents.newUntitled({ path: PathExt.dirname(path), type: "notebook" });
  const kernel = shown?.context.sessionContext.session?.kernel?.name ?? "python3";
  const panel = documents.open(place, "Notebook", { name: kernel }) as NotebookPanel | undefined;
  if (!panel) return;
  await panel.context.ready;
  await panel.sessionContext.ready;
  // JSON's text of a name is Python's too: it can't end the string that it stands in.
  const source = `import playground as pg\n\npg.open(${JSON.stringify(PathExt.basename(path))})`;
  panel.content.model?.cells.get(0).sharedModel.setSource(source);
  panel.content.activeCellIndex = 0;
  await app.commands.execute("notebook:run-cell");
}

/** The commands that act on the kernel of the network whose tab is current. */
export function addKernelCommands(
  app: JupyterFrontEnd,
  tracker: WidgetTracker<NetworkDocument>,
  dialogs: ISessionContextDialogs,
): void {
  const current = () => (app.shell.currentWidget === tracker.currentWidget ? tracker.currentWidget : null);
  const add = (id: string, label: string, run: (document: NetworkDocument) => unknown, enabled = () => true) =>
    app.commands.addCommand(id, {
      label,
      describedBy: { args: { type: "object", properties: {} } },
      isEnabled: () => current() !== null && enabled(),
      execute: async () => {
        const document = current();
        if (document) await run(document);
      },
    });
  const session = ({ context }: NetworkDocument) => context.sessionContext;
  const kernel = () => Boolean(current()?.context.sessionContext.session?.kernel);
  add(Commands.interrupt, "Interrupt Kernel", (document) => session(document).session?.kernel?.interrupt(), kernel);
  add(Commands.reconnect, "Reconnect to Kernel", (document) => session(document).session?.kernel?.reconnect(), kernel);
  add(Commands.restart, "Restart Kernel…", (document) => dialogs.restart(session(document)), kernel);
  add(Commands.change, "Change Kernel…", (document) => dialogs.selectKernel(session(document)));
  add(Commands.shutdown, "Shut Down Kernel", (document) => session(document).shutdown(), kernel);
}

/** The commands that need no tab. */
export function addFileCommands(app: JupyterFrontEnd, documents: IDocumentManager, files: Files): void {
  app.commands.addCommand(Commands.create, {
    label: (args) => (args.isPalette ? "New Network" : "Network"),
    caption: "Draw a new neural network",
    icon: networkIcon,
    describedBy: {
      args: { type: "object", properties: { cwd: { type: "string" }, isPalette: { type: "boolean" } } },
    },
    execute: (args) => createNetwork(documents, typeof args.cwd === "string" ? args.cwd : files.folder()),
  });
  const wanted = (args: { path?: unknown; selected?: unknown }) => {
    if (args.selected) return files.selected();
    const path = args.path ?? files.current();
    return typeof path === "string" ? [path] : [];
  };
  app.commands.addCommand(Commands.openInNotebook, {
    label: "Open in Notebook",
    caption: "A new notebook with a cell that opens this network",
    icon: notebookIcon,
    describedBy: {
      args: { type: "object", properties: { path: { type: "string" }, selected: { type: "boolean" } } },
    },
    isEnabled: (args) => wanted(args).length > 0,
    execute: async (args) => {
      for (const path of wanted(args)) await openInNotebook(app, documents, path);
    },
  });
}

/** What of the file browser matters here: the folder it shows, the networks selected there, and the one in the current tab. */
export interface Files {
  folder(): string;
  selected(): string[];
  current(): string | null;
}
