// What belongs to one view alone: selection, open panels, what is enlarged. Never sent; a few choices are kept in the browser.

import type { Viewport } from "@xyflow/react";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Path, TOP } from "./blocks/paths";
import type { End, Inlet } from "./canvas/ends";
import { type Guides, NO_GUIDES } from "./canvas/snapping";
import type { CurveOptions } from "./dock/curves";
import type { Zoom } from "./dock/zoom";
import { FIRST_WISH, type Wish } from "./explain/explaining";
import type { Trying } from "./inspector/rates";
import { type Drawn, FIRST_LANDSCAPE, type Wish as LandscapeWish } from "./landscape/landscape";
import type { Direction, Edge, Edit, Note } from "./messages";
import { FIRST_LOOK, type Look } from "./predictions/predictions";
import type { Differing } from "./runs/difference";

export type DockTab =
  | "data"
  | "training"
  | "runs"
  | "doctor"
  | "activations"
  | "gradients"
  | "landscape"
  | "explain"
  | "predictions"
  | "layers"
  | "problems"
  | "code";

/** Where the search for a layer is open, in canvas and in screen pixels, and the end a pick is wired to. */
export interface Search {
  at: { x: number; y: number };
  screen: { x: number; y: number };
  from: End | null;
  /** The pick goes one column after `from`, and not to `at`. */
  after?: boolean;
}

/** A kind on its way from the palette, at the pointer's place in the window. */
export interface Placing {
  kind: string;
  x: number;
  y: number;
}

/** An edit of the network at the end of a path that is shown, and not made. */
export interface Preview {
  path: Path;
  edit: Edit;
}

export type Theme = "light" | "dark";

/** What a node puts out, what heads of attention look at, the table of an embedding, or samples laid out by what it puts out. */
export type Looking = "values" | "attention" | "table" | "projection";

export interface ViewState {
  /** Identifies this view to the kernel, which makes pictures of what some view shows. */
  id: string;
  /** The layers entered, outermost first; what is chosen and focused are nodes of the network inside the last. */
  path: Path;
  /** What was seen of each network when it was left, by path. */
  sights: Map<string, Viewport>;
  nodes: string[];
  edges: string[];
  /** The node that another panel has last asked to be shown in the middle; a new object each time. */
  centred: { node: string } | null;
  /** The node that a key has taken in besides others: it is kept in sight while it is chosen. */
  reached: string | null;
  focus: string | null;
  sample: number;
  /** How the node that is enlarged is looked at, and how samples are laid out in a plane. */
  looking: Looking;
  projecting: "pca" | "umap";
  /** The class that pictures are means over; null where they are of one sample. */
  average: number | null;
  /** Which of its maps, or units, the node has enlarged that has more than fit. */
  paged: { node: string; page: number } | null;
  dock: DockTab;
  dockOpen: boolean;
  paletteOpen: boolean;
  search: Search | null;
  exporting: boolean;
  /** Whether the drawing is shown as text, and whether controls are chosen that are hidden. */
  sharing: boolean;
  hiding: boolean;
  /** Whether the templates are shown above the drawing. */
  gallery: boolean;
  /** The node whose first setting takes the focus as soon as its form is there. */
  adjusting: string | null;
  /** The node whose name is being edited on its card. */
  renaming: string | null;
  /** The note that is being written in, a new one that the drawing does not have yet, and the place and size of one while its edges are dragged. */
  writing: string | null;
  draft: Note | null;
  sizing: { id: string; x: number; y: number; width: number; height: number } | null;
  /** The wire that is being drawn, the nodes and the ports (`portKey`) it can't go to, and the wire whose end it was. */
  connecting: { end: End; blocked: ReadonlySet<string>; unfit: ReadonlySet<string>; moved: Edge | null } | null;
  placing: Placing | null;
  /** Where nodes are while they are dragged or nudged; the drawing hears of it at the drop. */
  moving: ReadonlyMap<string, { x: number; y: number }> | null;
  /** Where copies of nodes will stand that are dragged with Alt held; the nodes themselves stay. */
  cloning: ReadonlyMap<string, { x: number; y: number }> | null;
  /** The lines that what is dragged is in, and whether it comes to rest in them. */
  guides: Guides;
  snaps: boolean;
  /** The box that is drawn round what is to be selected, where the canvas is painted, in canvas pixels. */
  marquee: { x: number; y: number; width: number; height: number } | null;
  /** The wire that is being drawn where the canvas is painted, from an output to the mouse, in canvas pixels. */
  reaching: readonly [{ x: number; y: number }, { x: number; y: number }] | null;
  /** Whether the small map is shown where it helps. */
  map: boolean;
  /** The output that the next L connects. */
  marked: { node: string; output: number } | null;
  /** The input that the next L connects it to; null leaves the choice to the drawing. */
  aimed: ({ node: string } & Inlet) | null;
  /** What a screen reader is to say; a new object each time. */
  said: { text: string } | null;
  /** Whether a command or a node is being looked for. */
  asking: "commands" | "nodes" | null;
  /** The wire that takes in what is dropped now. */
  glow: string | null;
  /** The fix that is looked at: the canvas draws what it would do. */
  preview: Preview | null;
  /** The problem that the callout shows, and its first fix as an edit of the drawing. */
  callout: { key: string; edit: Edit | null } | null;
  /** The problems whose callouts were closed by hand. */
  closed: ReadonlySet<string>;
  cheatSheet: boolean;
  inspectorOpen: boolean;
  /** The map of a node that every panel marks. */
  pinned: { node: string; map: number } | null;
  /** What is asked of an explanation. */
  wish: Wish;
  /** The value whose computation is shown, an index in the node's output; of a shorter one the rest is the middle. */
  computed: { node: string; position: number[] } | null;
  /** The layer whose row another panel has under the pointer, by its path. */
  linked: string | null;
  /** What the Gradients tab shows: norms of gradients, updates against weights, or units that do nothing. */
  learning: "norms" | "ratios" | "units";
  /** Whether the wires show gradients. */
  flow: boolean;
  weightsOpen: boolean;
  /** Which way the nodes were last arranged. */
  direction: Direction;
  /** The decision boundary of data with two inputs: whether it is shown, in two colours, with test points. */
  resultOpen: boolean;
  discrete: boolean;
  testPoints: boolean;
  /** In how many places across and up the answer over the plane is asked for. */
  detail: number;
  /** The unit whose map is under the pointer. */
  looked: { node: string; unit: number } | null;
  /** The unit that the network is shown without. */
  silenced: { node: string; unit: number } | null;
  /** The moment before an edit that the slider over the run stands at: it can be gone on from, and not be shown. */
  before: { step: number; edits: number } | null;
  /** How the curves of a run are drawn, and the part of it that they are zoomed to. */
  curves: CurveOptions;
  zoom: Zoom | null;
  /** The learning-rate range test that was asked for last. */
  trying: Trying | null;
  /** Which plane through the weights the loss is looked at in, and what was found. */
  landscapeWish: LandscapeWish;
  landscape: Drawn | null;
  /** What is looked at of the model's predictions. */
  predicted: Look;
  /** The weight between two units that is under the pointer; without a `from`, the bias of `to`. */
  strand: { source: string; from: number | null; target: string; to: number } | null;
  /** The kept runs whose curves are shown, by id; the words that runs are looked for by. */
  shownRuns: readonly string[];
  runFilter: string;
  /** Whether the settings are compared of the runs that are shown. */
  comparing: boolean;
  /** The run that the drawing is compared with on the canvas. */
  differing: Differing | null;
  theme: Theme;
  /** Whether the page's theme is one of high contrast. */
  contrast: boolean;
}

export type ViewStore = StoreApi<ViewState>;

/** A view at its beginning, with what its person chose in earlier ones. */
export function createView(chosen: Partial<ViewState> = {}): ViewStore {
  return createStore<ViewState>(() => ({
    id: Math.random().toString(36).slice(2, 10),
    path: TOP,
    sights: new Map(),
    nodes: [],
    edges: [],
    centred: null,
    reached: null,
    focus: null,
    sample: 0,
    looking: "values",
    projecting: "pca",
    average: null,
    paged: null,
    dock: "training",
    dockOpen: true,
    paletteOpen: true,
    search: null,
    exporting: false,
    sharing: false,
    hiding: false,
    gallery: false,
    adjusting: null,
    renaming: null,
    writing: null,
    draft: null,
    sizing: null,
    connecting: null,
    placing: null,
    moving: null,
    cloning: null,
    guides: NO_GUIDES,
    snaps: true,
    marquee: null,
    reaching: null,
    map: true,
    marked: null,
    aimed: null,
    said: null,
    asking: null,
    glow: null,
    preview: null,
    callout: null,
    closed: new Set(),
    cheatSheet: false,
    inspectorOpen: true,
    pinned: null,
    wish: FIRST_WISH,
    computed: null,
    linked: null,
    learning: "norms",
    flow: false,
    weightsOpen: false,
    direction: "horizontal",
    resultOpen: true,
    discrete: false,
    testPoints: true,
    detail: 100,
    looked: null,
    silenced: null,
    before: null,
    curves: { smoothing: 0.6, log: false, unit: "epochs", rate: true },
    zoom: null,
    trying: null,
    landscapeWish: FIRST_LANDSCAPE,
    landscape: null,
    predicted: FIRST_LOOK,
    strand: null,
    shownRuns: [],
    runFilter: "",
    comparing: false,
    differing: null,
    theme: "light",
    contrast: false,
    ...chosen,
  }));
}
