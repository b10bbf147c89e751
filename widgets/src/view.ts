// What belongs to one view alone: selection, open panels, what is enlarged. Never sent, never saved.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Theme } from "./theme";

export type DockTab = "data" | "training" | "activations" | "problems";

/** Where the search for a layer is open, in canvas and in screen pixels, and the output a pick is wired to. */
export interface Search {
  at: { x: number; y: number };
  screen: { x: number; y: number };
  from: { node: string; output: number } | null;
}

export interface ViewState {
  /** Identifies this view to the kernel, which makes pictures of what some view shows. */
  id: string;
  nodes: string[];
  edges: string[];
  focus: string | null;
  sample: number;
  dock: DockTab;
  dockOpen: boolean;
  paletteOpen: boolean;
  search: Search | null;
  exporting: boolean;
  inspectorOpen: boolean;
  /** The map of a node that every panel marks. */
  pinned: { node: string; map: number } | null;
  theme: Theme;
}

export type ViewStore = StoreApi<ViewState>;

export function createView(): ViewStore {
  return createStore<ViewState>(() => ({
    id: Math.random().toString(36).slice(2, 10),
    nodes: [],
    edges: [],
    focus: null,
    sample: 0,
    dock: "training",
    dockOpen: true,
    paletteOpen: true,
    search: null,
    exporting: false,
    inspectorOpen: true,
    pinned: null,
    theme: "light",
  }));
}
