// Puts what is inside it into the network that the view looks at.
import { type ReactNode, useEffect, useMemo } from "react";
import { SurroundingsContext, useStudio, useSurroundings, useView } from "../context";
import { go } from "./going";
import { inside, outsideOf } from "./level";
import { standing } from "./paths";

export function AtLevel({ children }: { children: ReactNode }) {
  const around = useSurroundings();
  const path = useView((state) => state.path);
  const value = useMemo(
    () => (path.length === 0 ? around : { ...around, studio: inside(around.studio, path) }),
    [around, path],
  );
  return <SurroundingsContext value={value}>{children}</SurroundingsContext>;
}

/** Puts what is inside it into the whole drawing again: a run trains that, wherever the view looks. */
export function Outside({ children }: { children: ReactNode }) {
  const around = useSurroundings();
  const value = useMemo(() => ({ ...around, studio: outsideOf(around.studio) }), [around]);
  return <SurroundingsContext value={value}>{children}</SurroundingsContext>;
}

/** Leaves what is there no more: a block can be deleted, dissolved or undone while a view looks into it. */
export function useStanding(): void {
  const { view } = useSurroundings();
  const path = useView((state) => state.path);
  const length = useStudio((state) => standing(state.network, path).length);
  useEffect(() => {
    if (length < path.length) go(view, path.slice(0, length));
  }, [view, path, length]);
}
