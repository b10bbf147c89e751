// What all views of one studio share: the drawing, the run, the pictures. One store a model; views subscribe.
import { createStore, type StoreApi } from "zustand/vanilla";
import { kindsIn } from "./blocks/paths";
import { apply, EMPTY, Refusal } from "./edits";
import type {
  Command,
  DataSummary,
  Edit,
  EpochRow,
  ExportSummary,
  FileTrouble,
  Findings,
  IdleUnits,
  KeptRuns,
  Kind,
  LandscapeProgress,
  Mark,
  Network,
  Picture,
  Pictures,
  Recovery,
  Report,
  RunStatus,
  SavedBlocks,
  Snapshot,
  Start,
  TrainingSettings,
  UnitWeights,
} from "./messages";
import type { Extent as PlaneExtent } from "./plane/plane";
import type { Vitals } from "./vitals/vitals";

export interface Series {
  steps: number[];
  values: number[];
}

export interface History {
  run: number;
  series: Record<string, Series>;
  epochs: EpochRow[];
  /** What happened between two steps, in their order. */
  marks: Mark[];
}

export interface Shown {
  picture: Picture;
  values: Uint8Array;
}

export interface ShownWeights {
  header: UnitWeights;
  /** The kernel, input by input, and then the bias. */
  values: Float32Array;
}

/** What a run told of the inside of a node, with the buffers of that. */
export interface Looked {
  run: number;
  answer: NonNullable<Pictures["looked"]>[number];
  buffers: Uint8Array[];
}

export interface PictureSet {
  step: number;
  sample: number;
  samples: number;
  label: string;
  /** How many samples of the class `label` they are the means of; 0 where they are of one sample. */
  averaged: number;
  /** What was seen inside nodes that follow the run, when that was last told. */
  looked: Looked[];
  /** Of nodes without a picture, why there is none. */
  unseen: Readonly<Record<string, string>>;
  thumbnails: Record<string, Shown>;
  /** Enlarged pictures by node: each view may enlarge another. */
  enlarged: Record<string, Shown>;
  /** Over the plane of two inputs: the network's answer, and that of the unit that was looked at. */
  boundaries: Shown[];
  extent: PlaneExtent | null;
  /** The unit that they were taken without. */
  silenced: { node: string; unit: number } | null;
  /** By node the weights of small dense layers, where they are drawn as wires between units. */
  weights: Record<string, ShownWeights>;
}

export interface Notice {
  id: number;
  severity: "error" | "info" | "refused";
  message: string;
  /** What would let it be, in one step. */
  offer?: { label: string; edit: Edit } | { label: string; command: Command };
}

interface Pending {
  request: string;
  edit: Edit;
}

export interface StudioState {
  /** A kernel answers. */
  live: boolean;
  /** The drawing can be changed: a kernel answers, or it is drawn on for the next one. */
  drawable: boolean;
  /** Whether it is known if a kernel answers: before that, panels keep their place. */
  asked: boolean;
  revision: number;
  /** The drawing as it is shown: the kernel's, with this browser's unanswered edits on top. */
  network: Network;
  confirmed: Network;
  pending: Pending[];
  report: Report;
  kinds: Record<string, Kind>;
  canUndo: boolean;
  canRedo: boolean;
  training: TrainingSettings | null;
  data: DataSummary | null;
  path: string | null;
  saved: boolean;
  /** Why the last change is not in the file; null when nothing is wrong. */
  trouble: FileTrouble | null;
  /** By layer id, or path: the layers that learn from the data before a run, and whether they have. */
  adaptation: Snapshot["adaptation"];
  /** What an earlier kernel left behind; null when there is nothing, or it was dealt with. */
  recovery: Recovery | null;
  /** The controls that the document hides from whoever opens it. */
  hidden: readonly string[];
  /** The name under which the kernel keeps what its stop would lose; empty when it keeps nothing. */
  session: string;
  start: Start | null;
  status: RunStatus;
  history: History;
  pictures: PictureSet | null;
  /** What the optimizer does to each layer; null while nothing is known, or no view shows it. */
  vitals: Vitals | null;
  /** Units that do nothing, over the run; null while the doctor has not looked, or no view shows them. */
  idle: IdleUnits | null;
  /** What ails the latest run; null while nothing is known of it. */
  findings: Findings | null;
  /** How far the landscape is that was asked for last. */
  landscaping: LandscapeProgress | null;
  /** The blocks of the personal palette; null until they are asked for. */
  shelf: SavedBlocks | null;
  /** The runs that are kept; null until they are asked for. */
  runs: KeptRuns | null;
  exports: ExportSummary[];
  notice: Notice | null;
}

export type StudioStore = StoreApi<StudioState>;

export const IDLE: RunStatus = {
  state: "idle",
  run: 0,
  epoch: 0,
  epochs: 0,
  step: 0,
  epoch_step: 0,
  steps_per_epoch: 0,
  steps_per_second: null,
  seconds_left: null,
  device: "CPU",
  strategy: "",
  latest: {},
  problem: null,
  changed: "",
  anew: [],
  shown: null,
};

/** Whether a kernel has said anything of the drawing, now or before it was saved; else only its file has been read. */
export const isChecked = ({ training }: Pick<StudioState, "training">): boolean => training !== null;

export const NO_HISTORY: History = { run: 0, series: {}, epochs: [], marks: [] };

export function createState(): StudioStore {
  return createStore<StudioState>(() => ({
    live: false,
    drawable: false,
    asked: false,
    revision: 0,
    network: EMPTY,
    confirmed: EMPTY,
    pending: [],
    report: { nodes: {}, problems: [], parameters: 0, trainable_parameters: 0 },
    kinds: {},
    canUndo: false,
    canRedo: false,
    training: null,
    data: null,
    path: null,
    saved: true,
    trouble: null,
    adaptation: {},
    recovery: null,
    hidden: [],
    session: "",
    start: null,
    status: IDLE,
    history: NO_HISTORY,
    pictures: null,
    vitals: null,
    idle: null,
    findings: null,
    landscaping: null,
    shelf: null,
    runs: null,
    exports: [],
    notice: null,
  }));
}

/** The kernel's drawing with the edits on top that it has not answered; those that no longer fit are dropped. */
export function shown(confirmed: Network, pending: Pending[]): { network: Network; pending: Pending[] } {
  const kept: Pending[] = [];
  let network = confirmed;
  for (const each of pending) {
    try {
      network = apply(network, each.edit);
      kept.push(each);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return { network, pending: kept };
}

export function fromSnapshot(snapshot: Snapshot): Partial<StudioState> {
  return {
    revision: snapshot.revision,
    confirmed: snapshot.network,
    network: snapshot.network,
    pending: [],
    report: snapshot.report,
    kinds: byName(snapshot.kinds),
    canUndo: snapshot.can_undo,
    canRedo: snapshot.can_redo,
    training: snapshot.training,
    data: snapshot.data,
    path: snapshot.path,
    saved: snapshot.saved,
    trouble: snapshot.trouble ?? null,
    adaptation: snapshot.adaptation ?? {},
    recovery: snapshot.recovery,
    hidden: snapshot.hidden ?? [],
    session: snapshot.session ?? "",
  };
}

/** The snapshot that a saved notebook keeps; null before the first one has come. */
export function toSnapshot(state: StudioState): Snapshot | null {
  if (!state.training) return null;
  // What was drawn without a kernel is as good as confirmed: the kernel that comes begins with it.
  const network = state.live ? state.confirmed : state.network;
  const used = kindsIn(network);
  return {
    revision: state.revision,
    network,
    report: state.report,
    kinds: Object.values(state.kinds).filter((kind) => used.has(kind.name)),
    can_undo: state.canUndo,
    can_redo: state.canRedo,
    training: state.training,
    data: state.data,
    path: state.path,
    saved: state.saved,
    trouble: state.trouble,
    adaptation: state.adaptation,
    recovery: null,
    // Not the kernel's any more: whoever reads it has to ask.
    edition: "",
    session: state.session,
    hidden: [...state.hidden],
    protocol: 1,
  };
}

export function byName(kinds: readonly Kind[]): Record<string, Kind> {
  return Object.fromEntries(kinds.map((kind) => [kind.name, kind]));
}
