// Whether a person is in the middle of something that a callout would get in the way of.
import { useEffect, useState } from "react";
import { useSurroundings, useView } from "../context";

/** In the middle of typing is who has pressed a key in a field no longer ago than this. */
const PAUSE = 1500;

/** "gesture" while something is carried or searched for on the canvas; "hands" while a button is held or a field is typed in. */
export function useBusy(): "gesture" | "hands" | null {
  const gesture = useView(
    ({ connecting, moving, placing, search, exporting }) =>
      connecting !== null || moving !== null || placing !== null || search !== null || exporting,
  );
  const renaming = useView((state) => state.renaming !== null);
  const pressed = usePressed();
  const typing = useTyping();
  if (gesture) return "gesture";
  return pressed || typing || renaming ? "hands" : null;
}

function usePressed(): boolean {
  const { root } = useSurroundings();
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    const press = () => setPressed(true);
    const release = () => setPressed(false);
    root.addEventListener("pointerdown", press, true);
    for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, release, true);
    return () => {
      root.removeEventListener("pointerdown", press, true);
      for (const end of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(end, release, true);
    };
  }, [root]);
  return pressed;
}

function useTyping(): boolean {
  const { root } = useSurroundings();
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(rest);
      setTyping(false);
    };
    const press = (event: KeyboardEvent) => {
      const [target] = event.composedPath();
      if (!(target instanceof HTMLElement) || !target.matches("input, textarea")) return;
      stop();
      if (event.key === "Enter" || event.key === "Escape") return;
      setTyping(true);
      rest = setTimeout(stop, PAUSE);
    };
    root.addEventListener("keydown", press, true);
    root.addEventListener("focusout", stop);
    return () => {
      clearTimeout(rest);
      root.removeEventListener("keydown", press, true);
      root.removeEventListener("focusout", stop);
    };
  }, [root]);
  return typing;
}
