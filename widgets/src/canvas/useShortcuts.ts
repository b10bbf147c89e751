// Hears the keys on the studio's root and runs what the table says.
import { useEffect } from "react";
import { useSurroundings } from "../context";
import { settleSize } from "../notes/verbs";
import { find, isControl, isInDialog, isTyping, type Tools } from "./shortcuts";
import { settle } from "./verbs";

const OF_CONTROLS = new Set(["Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

export function useShortcuts(tools: Tools): void {
  const { root } = useSurroundings();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || isTyping(event) || isInDialog(event)) return;
      if (OF_CONTROLS.has(event.key) && isControl(event)) return;
      // Held, it pans; the browser would scroll the notebook.
      if (event.key === " " && onCanvas(event, root) && !isControl(event)) event.preventDefault();
      const shortcut = find(event);
      if (!shortcut || !(shortcut.everywhere || onCanvas(event, root))) return;
      event.preventDefault();
      const arrow = event.key.startsWith("Arrow") && !event.altKey;
      if (!arrow || event.ctrlKey || event.metaKey) settle(tools.around);
      if (!arrow || !(event.ctrlKey || event.metaKey)) settleSize(tools.around);
      shortcut.run(tools);
    }
    root.addEventListener("keydown", onKeyDown);
    return () => root.removeEventListener("keydown", onKeyDown);
  }, [root, tools]);
}

/** The canvas has the focus, or the root has it in its place since a node went away. */
function onCanvas(event: Event, root: HTMLElement): boolean {
  const [target] = event.composedPath();
  return target === root || (target instanceof Element && target.closest(".canvas") !== null);
}
