// Two fingers on a touch screen: ours, since React Flow hears them only where none of them lies on a card.
import { useReactFlow, type Viewport } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { within } from "./gestures";

/** Two fingers: their middle, and how far one is from the other, in pixels of the canvas. */
interface Pair {
  x: number;
  y: number;
  apart: number;
}

/** The view when two fingers have moved: what lay in their middle lies there again, larger as they are further apart. */
export function pinched({ x, y, zoom }: Viewport, from: Pair, to: Pair): Viewport {
  const next = within((zoom * to.apart) / from.apart);
  const by = next / zoom;
  return { x: to.x - (from.x - x) * by, y: to.y - (from.y - y) * by, zoom: next };
}

/** Two fingers on the canvas move and zoom it, whatever lies under them. */
export function usePinch(canvas: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow();
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let going = new AbortController();
    const start = (event: TouchEvent) => {
      going.abort();
      const [first, second, ...others] = [...event.touches].filter(({ target }) => inside(element, target));
      if (!first || !second || others.length > 0) return;
      event.preventDefault();
      event.stopPropagation();
      going = new AbortController();
      let last: Pair | null = pairOf(element, first, second);
      const move = (event: TouchEvent) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        const [a, b] = [first, second].map(({ identifier }) => fingerOf(event, identifier));
        const now = a && b ? pairOf(element, a, b) : null;
        if (now && last) void flow.setViewport(pinched(flow.getViewport(), last, now));
        last = now;
      };
      // The finger that stays moves nothing any more. A card that leaves the sight is heard no more on the canvas.
      const end = ({ touches }: TouchEvent) => touches.length === 0 && going.abort();
      const options = { capture: true, passive: false, signal: going.signal };
      for (const target of new Set([first.target, second.target])) {
        target.addEventListener("touchmove", move as EventListener, options);
        target.addEventListener("touchend", end as EventListener, options);
        target.addEventListener("touchcancel", end as EventListener, options);
      }
    };
    element.addEventListener("touchstart", start, { capture: true, passive: false });
    return () => {
      going.abort();
      element.removeEventListener("touchstart", start, { capture: true });
    };
  }, [canvas, flow]);
}

function inside(element: HTMLElement, target: EventTarget): boolean {
  return target instanceof Element && element.contains(target) && !target.closest(".nowheel");
}

function fingerOf(event: TouchEvent, identifier: number): Touch | undefined {
  return [...event.touches].find((touch) => touch.identifier === identifier);
}

function pairOf(element: HTMLElement, a: Touch, b: Touch): Pair {
  const box = element.getBoundingClientRect();
  return {
    x: (a.clientX + b.clientX) / 2 - box.left,
    y: (a.clientY + b.clientY) / 2 - box.top,
    apart: Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
  };
}
