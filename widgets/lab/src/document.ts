// A network as a kind of document: JupyterLab saves, renames, marks and restores it as any other.
import { type ISessionContextDialogs, Toolbar, ToolbarButton } from "@jupyterlab/apputils";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { notebookIcon } from "@jupyterlab/ui-components";
import { networkIcon } from "./icon";
import { NetworkView } from "./view";

export const FILE_TYPE = "playground-network";
export const FACTORY = "Network";
export const SUFFIX = ".playground.json";

export class NetworkDocument extends DocumentWidget<NetworkView, DocumentRegistry.ICodeModel> {}

export const fileType: Partial<DocumentRegistry.IFileType> & { name: string } = {
  name: FILE_TYPE,
  displayName: "Network",
  extensions: [SUFFIX],
  mimeTypes: ["application/json"],
  contentType: "file",
  fileFormat: "text",
  icon: networkIcon,
};

export class NetworkFactory extends ABCWidgetFactory<NetworkDocument, DocumentRegistry.ICodeModel> {
  constructor(
    private readonly dialogs: ISessionContextDialogs,
    private readonly openInNotebook: (document: NetworkDocument) => void,
  ) {
    super({
      name: FACTORY,
      modelName: "text",
      fileTypes: [FILE_TYPE],
      defaultFor: [FILE_TYPE],
      // The tab starts the kernel itself, and says in the tab when it can't.
      preferKernel: false,
      canStartKernel: true,
      shutdownOnClose: true,
    });
  }

  protected override createNewWidget(context: DocumentRegistry.CodeContext): NetworkDocument {
    const document = new NetworkDocument({ content: new NetworkView(context), context });
    document.title.icon = networkIcon;
    return document;
  }

  protected override defaultToolbarFactory(document: NetworkDocument): DocumentRegistry.IToolbarItem[] {
    const { sessionContext } = document.context;
    const button = new ToolbarButton({
      icon: notebookIcon,
      label: "Open in Notebook",
      tooltip: "A new notebook with a cell that opens this network",
      onClick: () => this.openInNotebook(document),
    });
    return [
      { name: "open-in-notebook", widget: button },
      { name: "spacer", widget: Toolbar.createSpacerItem() },
      { name: "kernel-name", widget: Toolbar.createKernelNameItem(sessionContext, this.dialogs) },
      { name: "kernel-status", widget: Toolbar.createKernelStatusItem(sessionContext) },
    ];
  }
}
