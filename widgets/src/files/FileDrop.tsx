// A file dragged over the canvas from this computer: says what a drop does, and opens the file. Other drags are left alone.
import { type RefObject, useEffect, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import { Icon } from "../ui/Icon";
import { openFirst } from "./sending";

export function FileDrop({ canvas }: { canvas: RefObject<HTMLElement | null> }) {
  const around = useSurroundings();
  const live = useStudio((state) => state.live);
  const empty = useStudio((state) => state.network.nodes.length === 0);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const ours = (event: DragEvent, show: boolean) => {
      if (!event.dataTransfer?.types.includes("Files")) return false;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = live ? "copy" : "none";
      setOver(show && live);
      return true;
    };
    const onOver = (event: DragEvent) => void ours(event, true);
    const onLeave = (event: DragEvent) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node && element.contains(to))) ours(event, false);
    };
    const onDrop = (event: DragEvent) => {
      if (!ours(event, false) || !live) return;
      element.focus({ preventScroll: true });
      openFirst(around, event.dataTransfer?.files ?? []);
    };
    const listeners = { dragenter: onOver, dragover: onOver, dragleave: onLeave, drop: onDrop };
    for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        element.removeEventListener(name, listener as EventListener);
    };
  }, [around, canvas, live]);
  if (!over) return null;
  return (
    <div className="file-drop" data-testid="file-drop">
      <p>
        <Icon name="image" />
        {empty ? "Drop to open the file here" : "Drop to open the file in the place of this drawing"}
      </p>
    </div>
  );
}
