// Where else the studio can stand: the whole screen, or a tab of its own where the page has tabs.
import { useEffect, useReducer, useState } from "react";
import { useSurroundings } from "../context";
import { toggleFullScreen } from "../place";
import { IconButton } from "../ui/IconButton";

export function PlaceButtons() {
  const { root, studio } = useSurroundings();
  const host = (root.getRootNode() as ShadowRoot).host as HTMLElement;
  const full = useFullScreen(host);
  useSizes(host);
  // Asked at each drawing of the bar: a cell can be moved, and the page's own parts may come later than a saved output.
  const openInTab = full ? null : globalThis.kerasPlaygroundPage?.openInTab(host);
  return (
    <>
      {openInTab && <IconButton icon="tab" label="Open in a tab of its own" testid="open-in-tab" onClick={openInTab} />}
      {document.fullscreenEnabled && (
        <IconButton
          icon={full ? "shrink" : "grow"}
          label={full ? "Leave full screen" : "Full screen"}
          {...(full && { keys: "Esc" })}
          testid="full-screen"
          pressed={full}
          onClick={() => void toggleFullScreen(host, studio)}
        />
      )}
    </>
  );
}

/** Draw anew when the host gets another size: the first is when it enters its cell, often after the first drawing. */
function useSizes(host: HTMLElement): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const observer = new ResizeObserver(draw);
    observer.observe(host);
    return () => observer.disconnect();
  }, [host]);
}

function useFullScreen(host: HTMLElement): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement === host);
    // Browsers take Esc for themselves here; one that hands it on, as in a window of an application, means the same.
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.fullscreenElement !== host) return;
      event.preventDefault();
      event.stopPropagation();
      void document.exitFullscreen().catch(() => undefined);
    };
    document.addEventListener("fullscreenchange", follow);
    host.addEventListener("keydown", leave, true);
    return () => {
      document.removeEventListener("fullscreenchange", follow);
      host.removeEventListener("keydown", leave, true);
    };
  }, [host]);
  return full;
}
