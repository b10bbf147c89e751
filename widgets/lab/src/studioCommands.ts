// What can be done with the studio that has the focus, by name: for the Edit menu and the command palette.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ICommandPalette } from "@jupyterlab/apputils";
import type { IMainMenu } from "@jupyterlab/mainmenu";
import { type LabIcon, redoIcon, runIcon, undoIcon } from "@jupyterlab/ui-components";
import { redo, undo } from "../../src/blocks/history";
import type { Surroundings } from "../../src/context";
import { openGallery } from "../../src/gallery/opening";
import { toggleFullScreen } from "../../src/place";
import type { StudioState } from "../../src/state";
import { playOrPause } from "../../src/topbar/running";
import { networkIcon } from "./icon";
import type { StudioHost, Studios } from "./studios";

export const CATEGORY = "Networks";

interface Deed {
  id: string;
  label: string;
  caption: string;
  icon: LabIcon;
  enabled(state: StudioState): boolean;
  run(host: StudioHost): unknown;
}

const UNDO: Deed = {
  id: "playground:undo",
  label: "Undo on Canvas",
  caption: "Take back the last change of the network",
  icon: undoIcon,
  enabled: ({ live, canUndo }) => live && canUndo,
  run: undo,
};

const REDO: Deed = {
  id: "playground:redo",
  label: "Redo on Canvas",
  caption: "Make the change of the network again that was taken back",
  icon: redoIcon,
  enabled: ({ live, canRedo }) => live && canRedo,
  run: redo,
};

const OTHERS: readonly Deed[] = [
  {
    id: "playground:train",
    label: "Train Network, or Pause",
    caption: "Train the network on the canvas, or hold its run",
    icon: runIcon,
    enabled: ({ live }) => live,
    run: playOrPause,
  },
  {
    id: "playground:full-screen",
    label: "Full Screen Canvas",
    caption: "Let the canvas fill the screen, or leave it",
    icon: networkIcon,
    enabled: () => document.fullscreenEnabled,
    run: (host) => toggleFullScreen(host, host.studio),
  },
  {
    id: "playground:templates",
    label: "Replace Network by a Template…",
    caption: "Choose a network to begin with; undo brings this one back",
    icon: networkIcon,
    enabled: ({ live }) => live,
    run: (host) => openGallery(around(host)),
  },
  {
    id: "playground:export",
    label: "Export Model…",
    caption: "Write the model of the canvas in one of many formats",
    icon: networkIcon,
    enabled: ({ live }) => live,
    run: ({ view }) => view.setState({ exporting: true }),
  },
  {
    id: "playground:commands",
    label: "All Commands of the Canvas…",
    caption: "Find what the canvas can do by its name",
    icon: networkIcon,
    enabled: () => true,
    run: ({ view }) => view.setState({ asking: "commands", search: null }),
  },
];

function around({ studio, view, shadowRoot }: StudioHost): Surroundings {
  return { studio, view, root: shadowRoot?.querySelector(".root") as HTMLElement };
}

export function addStudioCommands(
  app: JupyterFrontEnd,
  studios: Studios,
  menu: IMainMenu | null,
  palette: ICommandPalette | null,
): void {
  for (const { id, label, caption, icon, enabled, run } of [UNDO, REDO, ...OTHERS]) {
    app.commands.addCommand(id, {
      label,
      caption,
      icon,
      describedBy: { args: { type: "object", properties: {} } },
      isEnabled: () => {
        const { current } = studios;
        return current !== null && enabled(current.studio.store.getState());
      },
      execute: async () => {
        const { current } = studios;
        if (current) await run(current);
      },
    });
    palette?.addItem({ command: id, category: CATEGORY });
  }
  if (!menu) return;
  // Before the notebook's own, as long as a studio has the focus.
  const ours = ({ id }: Deed) => ({ id, rank: 100, isEnabled: studios.has });
  menu.editMenu.undoers.undo.add(ours(UNDO));
  menu.editMenu.undoers.redo.add(ours(REDO));
}
