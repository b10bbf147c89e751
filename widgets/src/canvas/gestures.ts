// The wheel and the held keys: ours, since React Flow would take every wheel turn, and hears no key past the notebook's guard.
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useState } from "react";
import { useSurroundings } from "../context";
import { isAlone } from "../place";

export const LEAST_ZOOM = 0.02;
export const MOST_ZOOM = 2.5;

/** A zoom, or the nearest one that there is. */
export const within = (zoom: number): number => Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));

/** The zoom after a turn of the wheel; a pinch comes as small turns with Ctrl, and counts for more. */
export function zoomed(zoom: number, event: Pick<WheelEvent, "deltaY" | "deltaMode" | "ctrlKey">): number {
  const unit = event.deltaMode === 1 ? 0.05 : event.deltaMode === 2 ? 1 : 0.002;
  const pinch = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 5 : 1;
  return within(zoom * 2 ** (-event.deltaY * unit * pinch));
}

/**
 * The wheel scrolls the notebook, unless the canvas has the focus, Ctrl is held, or there is nothing to scroll: then it zooms at the
 * pointer.
 */
export function useWheel(canvas: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow();
  const { root } = useSurroundings();
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const turn = (event: WheelEvent) => {
      const [target] = event.composedPath();
      if (target instanceof Element && target.closest(".nowheel")) return;
      event.stopPropagation();
      const { activeElement, host } = element.getRootNode() as ShadowRoot;
      const focused = activeElement === root || element.contains(activeElement);
      if (!focused && !event.ctrlKey && !event.metaKey && !isAlone(host)) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const [px, py] = [event.clientX - box.left, event.clientY - box.top];
      const { x, y, zoom } = flow.getViewport();
      const next = zoomed(zoom, event);
      const by = next / zoom;
      flow.setViewport({ x: px - (px - x) * by, y: py - (py - y) * by, zoom: next });
    };
    element.addEventListener("wheel", turn, { capture: true, passive: false });
    return () => element.removeEventListener("wheel", turn, { capture: true });
  }, [canvas, flow, root]);
}

export interface Held {
  shift: boolean;
  control: boolean;
  space: boolean;
}

const NOTHING: Held = { shift: false, control: false, space: false };

/** The keys that change what a drag or a click means, wherever the focus is. */
export function useHeld(): Held {
  const [held, setHeld] = useState(NOTHING);
  const store = useStoreApi();
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const down = event.type === "keydown";
      setHeld((old) => {
        const space = event.code === "Space" ? down : old.space;
        const next = { shift: event.shiftKey, control: event.ctrlKey || event.metaKey, space };
        return next.shift === old.shift && next.control === old.control && space === old.space ? old : next;
      });
    };
    const forget = () => setHeld(NOTHING);
    window.addEventListener("keydown", hear, true);
    window.addEventListener("keyup", hear, true);
    window.addEventListener("blur", forget);
    return () => {
      window.removeEventListener("keydown", hear, true);
      window.removeEventListener("keyup", hear, true);
      window.removeEventListener("blur", forget);
    };
  }, []);
  useEffect(() => {
    store.setState({ multiSelectionActive: held.shift || held.control });
  }, [store, held]);
  return held;
}
