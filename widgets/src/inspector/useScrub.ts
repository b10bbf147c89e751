// Dragging a setting's name changes its number; the drawing hears of it at the release, as one step.
import { type PointerEvent, useRef, useState } from "react";
import type { Setting } from "../messages";
import { PIXELS, stepped } from "./steps";
import { spread } from "./values";

const THRESHOLD = 3;

interface Drag {
  x: number;
  from: number | number[];
  moved: boolean;
  /** What it has come to; the release may be heard before the last move is drawn. */
  result: number | number[];
}

/** What can be dragged: a number, or the numbers of a tuple together; null for anything else. */
function draggable(setting: Setting, value: unknown): number | number[] | null {
  const current = value ?? setting.default;
  if (setting.type === "integer" || setting.type === "float") return typeof current === "number" ? current : null;
  if (setting.type !== "tuple" || !setting.length) return null;
  const all = spread(setting, current);
  return Array.isArray(all) && all.every((each) => typeof each === "number") ? all : null;
}

export function useScrub(setting: Setting, value: unknown, disabled: boolean, onDone: (value: unknown) => void) {
  const drag = useRef<Drag | null>(null);
  const hearing = useRef<AbortController>(null);
  const [draft, setDraft] = useState<number | number[] | null>(null);
  const from = disabled ? null : draggable(setting, value);

  function stop() {
    drag.current = null;
    setDraft(null);
    hearing.current?.abort();
  }

  function giveUp(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    stop();
  }

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || from === null) return;
      drag.current = { x: event.clientX, from, moved: false, result: from };
      event.currentTarget.setPointerCapture(event.pointerId);
      event.preventDefault();
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const now = drag.current;
      if (!now) return;
      const far = event.clientX - now.x;
      if (!now.moved && Math.abs(far) < THRESHOLD) return;
      if (!now.moved) {
        // Each draft is another render: the listener is ended by what began it.
        hearing.current = new AbortController();
        window.addEventListener("keydown", giveUp, { capture: true, signal: hearing.current.signal });
      }
      now.moved = true;
      const steps = Math.trunc(far / PIXELS);
      const moved = (each: number) => stepped(setting, each, steps, event);
      now.result = Array.isArray(now.from) ? now.from.map(moved) : moved(now.from);
      setDraft(now.result);
    },
    onPointerUp() {
      const now = drag.current;
      stop();
      if (now?.moved && JSON.stringify(now.result) !== JSON.stringify(now.from)) onDone(now.result);
    },
    onPointerCancel: stop,
  };
  return { draft, handlers: from === null ? {} : handlers, scrubs: from !== null };
}
