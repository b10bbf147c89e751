// Where else the studio can stand: the whole screen, or a tab of its own where the page has tabs.
import { useEffect, useState } from "react";
import { useSurroundings } from "../context";
import { IconButton } from "../ui/IconButton";

export function PlaceButtons() {
  const { root, studio } = useSurroundings();
  const { host } = root.getRootNode() as ShadowRoot;
  const full = useFullScreen(host);
  // Asked at each drawing of the bar: a cell can be moved, and the page's own parts may come later than a saved output.
  const openInTab = full ? null : globalThis.kerasPlaygroundPage?.openInTab(host);
  const fill = async () => {
    try {
      await (full ? document.exitFullscreen() : host.requestFullscreen());
    } catch {
      studio.notify("error", "This page does not let the studio fill the screen.");
    }
  };
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
          onClick={() => void fill()}
        />
      )}
    </>
  );
}

function useFullScreen(host: Element): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement === host);
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, [host]);
  return full;
}
