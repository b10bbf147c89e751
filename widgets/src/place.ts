// Where a studio stands, as far as the page around says so. JupyterLab's extension (`lab/`) says it; other pages say nothing.

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

/** Whether the wheel has nothing to scroll: in a tab of its own, or when the studio fills the screen. */
export function isAlone(host: Element): boolean {
  return document.fullscreenElement === host || (globalThis.kerasPlaygroundPage?.fillsTab(host) ?? false);
}

/** Let a studio fill the screen, or leave it; says on it when the page does not let it. */
export async function toggleFullScreen(
  host: Element,
  studio: { notify(severity: "error", message: string): void },
): Promise<void> {
  try {
    await (document.fullscreenElement === host ? document.exitFullscreen() : host.requestFullscreen());
  } catch {
    studio.notify("error", "This page does not let the studio fill the screen.");
  }
}
