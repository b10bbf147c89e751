// How components reach the studio and their view.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StudioLike } from "./blocks/level";
import type { StudioState } from "./state";
import type { ViewState, ViewStore } from "./view";

export interface Surroundings {
  /** The studio, or what it is inside of the block that the view has entered. */
  studio: StudioLike;
  view: ViewStore;
  /** The root that keyboard focus returns to before a focused element goes away. */
  root: HTMLElement;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error("A component of the studio stands outside of it.");
  return surroundings;
}

export function useStudio<T>(select: (state: StudioState) => T): T {
  return useStore(useSurroundings().studio.store, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useSurroundings().view, select);
}
