// Names for the unions of the generated protocol, and the little that is said about them in one place.
import type * as protocol from "./protocol";

export type Edit = protocol.ApplyEdit["edit"];
export type Command = protocol.Request["command"];
export type Direction = NonNullable<Extract<Command, { type: "arrange" }>["direction"]>;
export type Answer = protocol.Reply["answer"];
export type Event = protocol.Messages["event"];
export type Watch = Extract<Command, { type: "watch" }>;
type RunState = protocol.RunStatus["state"];
export type Value = unknown;

export type {
  AttentionShown,
  Catalog,
  Changed,
  Choice,
  ComputationShown,
  Configured,
  Cure,
  DataSummary,
  Difference,
  Edge,
  EpochRow,
  ExplainedPart,
  Explanation,
  ExportSummary,
  FileTrouble,
  Finding,
  Findings,
  Fix,
  Foresight,
  Group,
  HistoryChunk,
  IdleUnits,
  KeptRow,
  KeptRuns,
  Kind,
  LandscapeFound,
  LandscapeProgress,
  Layer,
  Looked,
  Mark,
  Moments,
  Network,
  NetworkDifference,
  Node as NetworkNode,
  NodeProjected,
  NodeReport,
  Note,
  Picture,
  Pictures,
  Points,
  Port,
  Predicted,
  Problem,
  RatesTried,
  Rechecked,
  Recovery,
  Registered,
  Reopened,
  Report,
  RunCurves,
  RunStatus,
  RunsChanged,
  RunsCompared,
  SampleExplained,
  Samples,
  SampleTensor,
  SavedBlock,
  SavedBlocks,
  Setting,
  SettingChange,
  Sketch,
  Snapshot,
  Source,
  Start,
  StreamState,
  TableProjected,
  Template,
  TensorSpec,
  Together,
  TrainingSettings,
  UnitWeights,
  UnsoundFound,
  VitalsChunk,
  WeightPicture,
  Weights,
} from "./protocol";

/** An answer with the binary buffers that came beside it. */
export interface Answered<A extends Answer = Answer> {
  answer: A;
  buffers: Uint8Array[];
}

export const isBusy = (state: RunState): boolean =>
  state === "preparing" || state === "running" || state === "stopping";

export const isOpenRun = (state: RunState): boolean => isBusy(state) || state === "paused";
