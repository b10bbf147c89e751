// Dragging a kind out of the palette with pointer events: they work on touch screens, and JupyterLab does not listen to them.
import { type PointerEvent, useRef } from "react";
import { dropKind } from "../canvas/dropping";
import { useStudio, useSurroundings } from "../context";

const THRESHOLD = 4;

/** `ready` is awaited where what is dragged must be fetched first; null from it gives the drop up. */
export function useDragOut(kind: string, onDropped: () => void, ready?: () => Promise<string | null>) {
  const { root, view } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  const start = useRef<{ x: number; y: number } | null>(null);
  const dragging = useRef(false);
  const hearing = useRef<AbortController>(null);
  const coming = useRef<Promise<string | null>>(null);

  function stop() {
    start.current = null;
    dragging.current = false;
    if (view.getState().placing) view.setState({ placing: null });
    hearing.current?.abort();
  }

  function giveUp(event: KeyboardEvent) {
    if (event.key !== "Escape" || !dragging.current) return;
    event.stopPropagation();
    stop();
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || !drawable) return;
      start.current = { x: event.clientX, y: event.clientY };
      // A quick hand is out of the row before the first move is heard.
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = start.current;
      if (!from) return;
      if (!dragging.current) {
        if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < THRESHOLD) return;
        dragging.current = true;
        coming.current = ready?.() ?? null;
        hearing.current = new AbortController();
        window.addEventListener("keydown", giveUp, { capture: true, signal: hearing.current.signal });
      }
      view.setState({ placing: { kind, x: event.clientX, y: event.clientY } });
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const wasDragged = dragging.current;
      stop();
      if (!wasDragged) return;
      const dropped = { kind, x: event.clientX, y: event.clientY };
      if (coming.current) void coming.current.then((name) => name && dropKind(root, dropped));
      else dropKind(root, dropped);
      onDropped();
    },
    onPointerCancel: stop,
  };
}
