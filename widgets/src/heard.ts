// What the events of a kernel make of the state.
import { allNodes } from "./blocks/paths";
import { floats, stepNumbers } from "./buffers";
import { apply } from "./edits";
import type { Changed, EpochRow, HistoryChunk, Mark, Pictures, Rechecked, RunStatus, Together } from "./messages";
import type { Extent } from "./plane/plane";
import {
  byName,
  type History,
  type Looked,
  type PictureSet,
  type Series,
  type Shown,
  type StudioState,
  shown,
} from "./state";
import { thinned } from "./thinning";

const KEPT_POINTS = 8_000;
const KEPT_EPOCHS = 2_000;

/** How many buffers come with an event. */
export function buffersOf(event: Together["events"][number]): number {
  switch (event.type) {
    case "history":
      return 2 * event.series.length;
    case "vitals":
      return 2;
    case "run_changed":
    case "findings":
      return 0;
  }
}

/** The state after the change that follows its revision; what was drawn here meanwhile stays drawn. */
export function withChange(old: StudioState, event: Changed): Partial<StudioState> {
  const confirmed = apply(old.confirmed, event.edit);
  const present = allNodes(confirmed);
  const nodes = Object.fromEntries(
    Object.entries({ ...old.report.nodes, ...event.nodes }).filter(([id]) => present.has(id)),
  );
  return {
    ...shown(
      confirmed,
      old.pending.filter((each) => each.request !== event.request),
    ),
    confirmed,
    revision: event.revision,
    report: {
      nodes,
      problems: event.problems,
      parameters: event.parameters,
      trainable_parameters: event.trainable_parameters,
    },
    kinds: { ...old.kinds, ...byName(event.kinds) },
    canUndo: event.can_undo,
    canRedo: event.can_redo,
    saved: false,
    // Another drawing may use the same ids: its nodes must not show the old one's pictures, nor what was found in it.
    pictures: event.edit.type === "replace" ? null : old.pictures,
    findings: event.edit.type === "replace" ? null : old.findings,
  };
}

/** Checking says otherwise of the same drawing. Of another revision than ours, the change that follows says it too. */
export function withRecheck({ revision, report }: StudioState, event: Rechecked): Partial<StudioState> {
  if (event.revision !== revision) return {};
  const { problems, parameters, trainable_parameters } = event;
  return { report: { nodes: { ...report.nodes, ...event.nodes }, problems, parameters, trainable_parameters } };
}

/** A run that was forgotten takes its pictures and gradients along, and the next one what was found in the last. */
export function withStatus(old: StudioState, status: RunStatus): Partial<StudioState> {
  const forgotten = status.state === "idle";
  return {
    status,
    pictures: forgotten ? null : old.pictures,
    vitals: forgotten ? null : old.vitals,
    idle: forgotten ? null : old.idle,
    findings: forgotten || old.findings?.run !== status.run ? null : old.findings,
  };
}

export function withHistory(old: StudioState, chunk: HistoryChunk, buffers: Uint8Array[]): Partial<StudioState> {
  const fresh = chunk.whole || chunk.run !== old.history.run;
  const before: History = fresh ? { run: chunk.run, series: {}, epochs: [], marks: [] } : old.history;
  const series: Record<string, Series> = { ...before.series };
  chunk.series.forEach((name, i) => {
    const known = series[name] ?? { steps: [], values: [] };
    series[name] = appended(known, stepNumbers(buffers[2 * i]), floats(buffers[2 * i + 1]));
  });
  const epochs = thinner([...before.epochs, ...chunk.epochs]);
  return { history: { run: chunk.run, series, epochs, marks: withMarks(before.marks, chunk.marks) } };
}

/** A chunk may tell again what came with the whole. */
function withMarks(old: Mark[], told: readonly Mark[]): Mark[] {
  const fresh = told.filter((mark) => !old.some((known) => known.step === mark.step && known.label === mark.label));
  return fresh.length === 0 ? old : [...old, ...fresh];
}

export function withPictures(old: StudioState, event: Pictures, buffers: Uint8Array[]): Partial<StudioState> {
  const thumbnails = { ...old.pictures?.thumbnails };
  const enlarged = { ...old.pictures?.enlarged };
  const fresh: Shown[] = [];
  event.pictures.forEach((picture, i) => {
    const values = buffers[i];
    if (!values) return;
    if (picture.size === "boundary") fresh.push({ picture, values });
    else if (picture.size === "focus") enlarged[picture.node] = { picture, values };
    else thumbnails[picture.node] = { picture, values };
  });
  const { step, sample, samples, label, averaged, unseen } = event;
  const boundaries = fresh.length > 0 ? fresh : (old.pictures?.boundaries ?? []);
  const extent = (event.extent ?? null) as Extent | null;
  const silenced = event.silenced ?? null;
  const weights: PictureSet["weights"] = {};
  (event.weights ?? []).forEach((header, i) => {
    weights[header.node] = { header, values: floats(buffers[event.pictures.length + i]) };
  });
  const told = lookedIn(event, buffers.slice(event.pictures.length + (event.weights ?? []).length));
  const looked = told.length > 0 ? told : (old.pictures?.looked ?? []);
  return {
    pictures: {
      ...{ step, sample, samples, label, averaged, unseen, looked },
      ...{ thumbnails, enlarged, boundaries, extent, silenced, weights },
    },
  };
}

const LOOK_BUFFERS = { attention_shown: 1, node_projected: 3, table_projected: 3, nothing_seen: 0 };

function lookedIn({ run, looked }: Pictures, buffers: Uint8Array[]): Looked[] {
  let at = 0;
  return (looked ?? []).map((answer) => {
    const from = at;
    at += LOOK_BUFFERS[answer.type];
    return { run, answer, buffers: buffers.slice(from, at) };
  });
}

/** New points behind the old; past a limit they are thinned to half of it, and no extreme is lost. */
function appended(old: Series, steps: Float64Array, values: Float32Array): Series {
  const all = { x: [...old.steps, ...steps], y: [...old.values, ...values] };
  const { x, y } = all.x.length <= KEPT_POINTS ? all : thinned(all, KEPT_POINTS / 2);
  return { steps: x, values: y };
}

/** Epochs as they are until there are more than a chart has pixels for; then those where some value stands out. */
function thinner(epochs: EpochRow[]): EpochRow[] {
  if (epochs.length <= KEPT_EPOCHS) return epochs;
  const names = new Set(epochs.flatMap((row) => Object.keys(row.logs)));
  const kept = new Set([epochs[0]?.epoch, epochs.at(-1)?.epoch]);
  for (const name of names) {
    const told = epochs.filter((row) => row.logs[name] !== undefined);
    const points = { x: told.map((row) => row.epoch), y: told.map((row) => row.logs[name] ?? Number.NaN) };
    for (const epoch of thinned(points, KEPT_EPOCHS / 2 / names.size).x) kept.add(epoch);
  }
  return epochs.filter((row) => kept.has(row.epoch));
}
