// Where networks stand in JupyterLab's menus: File > New, Kernel.
import type { WidgetTracker } from "@jupyterlab/apputils";
import type { IMainMenu } from "@jupyterlab/mainmenu";
import type { Widget } from "@lumino/widgets";
import { Commands } from "./commands";
import type { NetworkDocument } from "./document";

export function fillMenus(menu: IMainMenu, tracker: WidgetTracker<NetworkDocument>): void {
  const ours = (id: string) => ({ id, isEnabled: (widget: Widget) => tracker.has(widget) });
  menu.fileMenu.newMenu.addItem({ command: Commands.create, rank: 20 });
  const users = menu.kernelMenu.kernelUsers;
  users.interruptKernel.add(ours(Commands.interrupt));
  users.reconnectToKernel.add(ours(Commands.reconnect));
  users.restartKernel.add(ours(Commands.restart));
  users.changeKernel.add(ours(Commands.change));
  users.shutdownKernel.add(ours(Commands.shutdown));
}
