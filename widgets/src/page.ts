// What the page around offers to the studios on it. JupyterLab's extension (`lab/`) does; other pages offer nothing.
import type { StudioLike } from "./blocks/level";

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
