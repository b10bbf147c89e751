// Where a studio stands, as far as the page around says so. JupyterLab's extension (`lab/`) says it; other pages say nothing.
import type { StudioLike } from "./blocks/level";
import type { Studio } from "./studio";

/** The document whose tab a studio fills: the page has the file, and writes it. */
export interface DocumentPlace {
  path(): string;
  /** The name of the data set that the file chooses; null when it chooses none. */
  data(): string | null;
  /** Whether the file is behind the drawing. */
  changed(): boolean;
  subscribe(listener: () => void): () => void;
  save(): void;
}

/** What a page offers to the studios on it. */
export interface Page {
  /** Whether a studio fills a tab, so that no page scrolls around it. */
  fillsTab(host: Element): boolean;
  /** A way to show the output that a studio stands in once more, in a tab of its own; null where there is none. */
  openInTab(host: Element): (() => void) | null;
  /** The way to go on with the drawing of a studio without running its cell; null where there is none. */
  goOn(studio: StudioLike): Way | null;
}

/** A way to go on with a drawing whose kernel is gone. */
export interface Way {
  /** Whether it begins with the start of a kernel. */
  starts: boolean;
  /** Take it. Throws the sentence that says why it can't be. */
  go(): Promise<void>;
}

declare global {
  var kerasPlaygroundPage: Page | undefined;
}

/** Whether the wheel has nothing to scroll: in a tab of its own, or when the studio fills the screen. */
export function isAlone(host: Element): boolean {
  return document.fullscreenElement === host || (globalThis.kerasPlaygroundPage?.fillsTab(host) ?? false);
}

/** Let a studio fill the screen, or leave it; says on it when the page does not let it. */
export async function toggleFullScreen(host: Element, studio: Pick<Studio, "notify">): Promise<void> {
  try {
    await (document.fullscreenElement === host ? document.exitFullscreen() : host.requestFullscreen());
  } catch {
    studio.notify("error", "This page does not let the studio fill the screen.");
  }
}
