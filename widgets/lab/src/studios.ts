// Which of the studios on the page the menus and the palette act on.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { Widget } from "@lumino/widgets";
import type { StudioLike } from "../../src/blocks/level";
import type { ViewStore } from "../../src/view";

/** The element of a studio, which carries its stores. */
export type StudioHost = HTMLElement & { studio: StudioLike; view: ViewStore };

const HOST = ".keras-playground";
/** JupyterLab's class of a tab that shows the output of a cell once more. */
export const OUTPUT_TAB = ".jp-LinkedOutputView";
/** What stands in the main area: menus, palette and side bars have the focus for as long as one chooses in them. */
const MAIN = ".jp-MainAreaWidget";

export class Studios {
  private focused: Element | null = null;
  private readonly known = new WeakSet<StudioHost>();

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly changed: () => void,
  ) {
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof Element) || !target.closest(MAIN)) return;
      const focused = target.closest(HOST);
      if (focused === this.focused) return;
      this.focused = focused;
      changed();
    });
  }

  /** The studio of a tab: the one that fills it, or else the one in it that has the focus, or had it before a menu. */
  in(tab: Widget | null): StudioHost | null {
    if (!tab) return null;
    const alone = tab.node.querySelector(`.playground-document ${HOST}, ${OUTPUT_TAB} ${HOST}`);
    const found = alone ?? (this.focused && tab.node.contains(this.focused) ? this.focused : null);
    return found && "studio" in found ? this.followed(found as StudioHost) : null;
  }

  /** Whether a tab has one. */
  readonly has = (tab: Widget): boolean => this.in(tab) !== null;

  /** The studio of the current tab. */
  get current(): StudioHost | null {
    return this.in(this.app.shell.currentWidget);
  }

  /** Menus and palette hear when a studio that they were told of can do something else. */
  private followed(host: StudioHost): StudioHost {
    if (this.known.has(host)) return host;
    this.known.add(host);
    host.studio.store.subscribe((now, old) => {
      const same = now.canUndo === old.canUndo && now.canRedo === old.canRedo && now.live === old.live;
      if (!same) this.changed();
    });
    return host;
  }
}
