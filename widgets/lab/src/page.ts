// What JupyterLab offers to the studios on its page, through a hook of the page: they know nothing of JupyterLab themselves.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ISessionContext } from "@jupyterlab/apputils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { StudioLike } from "../../src/blocks/level";
import type { Way } from "../../src/page";
import { Link } from "./link";
import { linked } from "./model";
import { OUTPUT_TAB } from "./studios";
import { version } from "./version";

export function offer(app: JupyterFrontEnd, notebooks: INotebookTracker | null): void {
  globalThis.kerasPlaygroundPage = {
    fillsTab: (host) => host.closest(`${OUTPUT_TAB}, .playground-document`) !== null,
    openInTab: (host) => {
      const found = notebooks && cellOf(notebooks, host);
      return found && (() => void openOutput(app, found));
    },
    goOn,
  };
}

/** The studio's own manager knows the notebook that it stands in, and with it the kernel. */
interface Manager {
  context?: { path: string; sessionContext?: ISessionContext };
}

/** Open a notebook's drawing in the kernel that its notebook has now, or starts. */
function goOn(studio: StudioLike): Way | null {
  const { context } = studio.model.widget_manager as unknown as Manager;
  const sessions = context?.sessionContext;
  if (!sessions) return null;
  const starts = !runs(sessions);
  return {
    starts,
    go: async () => {
      if (!runs(sessions)) await start(sessions);
      await sessions.ready;
      const kernel = sessions.session?.kernel;
      if (!kernel) throw new Error("No kernel was started. The drawing is kept.");
      await kernel.info;
      const { path, session } = studio.store.getState();
      const name = session || (crypto.randomUUID?.() ?? String(Math.random()));
      const link = await Link.open(kernel, studio.document("confirmed"), path ?? "", version, undefined, name);
      await studio.resume(linked(link, sessions));
    },
  };
}

/** A kernel that died is started again, and one that was shut down anew. */
async function start(sessions: ISessionContext): Promise<void> {
  if (sessions.session?.kernel) await sessions.restartKernel();
  else await sessions.changeKernel({ name: sessions.kernelPreference.name ?? "python3" });
}

const runs = ({ session }: ISessionContext): boolean => Boolean(session?.kernel && session.kernel.status !== "dead");

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
