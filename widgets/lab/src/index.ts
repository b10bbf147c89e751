// Networks as documents in JupyterLab: `*.playground.json` opens on the canvas, in a tab with a kernel of its own.
import { ILabShell, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, ISessionContextDialogs, SessionContextDialogs, WidgetTracker } from "@jupyterlab/apputils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { INotebookTracker } from "@jupyterlab/notebook";
import { addFileCommands, addKernelCommands, Commands, openInNotebook } from "./commands";
import { FACTORY, FILE_TYPE, fileType, type NetworkDocument, NetworkFactory, SUFFIX } from "./document";
import { fillMenus } from "./menus";
import { keepSuffix } from "./naming";
import { offer } from "./page";
import { reopenDrawings } from "./reopening";
import { addStudioCommands, CATEGORY } from "./studioCommands";
import { Studios } from "./studios";

const documents: JupyterFrontEndPlugin<void> = {
  id: "keras-playground:documents",
  description: "Opens networks on the canvas, in a tab of their own.",
  autoStart: true,
  requires: [IDocumentManager],
  // Notebook 7 has no shell with tabs: there, studios stand in notebooks.
  optional: [
    ILabShell,
    ISessionContextDialogs,
    ILayoutRestorer,
    IDefaultFileBrowser,
    ILauncher,
    ICommandPalette,
    IMainMenu,
  ],
  activate: (
    app: JupyterFrontEnd,
    manager: IDocumentManager,
    shell: ILabShell | null,
    given: ISessionContextDialogs | null,
    restorer: ILayoutRestorer | null,
    browser: IDefaultFileBrowser | null,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
  ) => {
    if (!shell) return;
    const dialogs = given ?? new SessionContextDialogs();
    const tracker = new WidgetTracker<NetworkDocument>({ namespace: "keras-playground" });
    const factory = new NetworkFactory(dialogs, ({ context }) => void openInNotebook(app, manager, context.path));
    app.docRegistry.addFileType(fileType, [FACTORY]);
    app.docRegistry.addWidgetFactory(factory);
    factory.widgetCreated.connect((_, document) => {
      document.context.pathChanged.connect(() => void tracker.save(document));
      document.content.changed = () => app.commands.notifyCommandChanged();
      void tracker.add(document);
    });
    if (restorer) {
      void restorer.restore(tracker, {
        command: "docmanager:open",
        args: ({ context }) => ({ path: context.path, factory: FACTORY }),
        name: ({ context }) => context.path,
      });
    }
    addFileCommands(app, manager, {
      folder: () => browser?.model.path ?? "",
      selected: () =>
        [...(browser?.selectedItems() ?? [])].map(({ path }) => path).filter((path) => path.endsWith(SUFFIX)),
      current: () => {
        const current = shell.currentWidget === tracker.currentWidget ? tracker.currentWidget : null;
        return current?.context.path ?? null;
      },
    });
    addKernelCommands(app, tracker, dialogs);
    keepSuffix();
    launcher?.add({ command: Commands.create, category: "Other", rank: 1 });
    palette?.addItem({ command: Commands.create, category: CATEGORY, args: { isPalette: true } });
    palette?.addItem({ command: Commands.openInNotebook, category: CATEGORY });
    app.contextMenu.addItem({
      command: Commands.openInNotebook,
      args: { selected: true },
      selector: `.jp-DirListing-item[data-file-type="${FILE_TYPE}"]`,
      rank: 2,
    });
    if (menu) fillMenus(menu, tracker);
  },
};

const outputs: JupyterFrontEndPlugin<void> = {
  id: "keras-playground:outputs",
  description:
    "Lets studios in notebooks open in a tab of their own, reopen, and go on when their kernel was restarted.",
  autoStart: true,
  optional: [ILabShell, INotebookTracker],
  activate: (app: JupyterFrontEnd, shell: ILabShell | null, notebooks: INotebookTracker | null) => {
    offer(app, shell && notebooks);
    if (notebooks) reopenDrawings(notebooks);
  },
};

const studios: JupyterFrontEndPlugin<void> = {
  id: "keras-playground:studios",
  description: "Undo, redo and more of the canvas that has the focus, in the Edit menu and the command palette.",
  autoStart: true,
  optional: [IMainMenu, ICommandPalette],
  activate: (app: JupyterFrontEnd, menu: IMainMenu | null, palette: ICommandPalette | null) =>
    addStudioCommands(app, new Studios(app, () => app.commands.notifyCommandChanged()), menu, palette),
};

export default [documents, outputs, studios];
