// The places of a slider over the moments of a run: one for each snapshot, and the last one for the latest step. Pure.
import type { Moments, RunStatus } from "../messages";
import { count } from "../ui/format";

export interface Stop {
  /** The step of a snapshot; null for the latest step of the run. */
  step: number | null;
  /** How many edits of the network ago; what is some ago can be gone on from and not be shown. */
  edits: number;
  words: string;
}

/** Where the slider can stand. A snapshot of the latest step is the latest step, but for one before an edit. */
export function stopsOf({ steps, epochs, edits }: Pick<Moments, "steps" | "epochs" | "edits">, latest: number): Stop[] {
  const stops: Stop[] = [];
  steps.forEach((step, i) => {
    const ago = edits[i] ?? 0;
    if (step < latest || ago > 0) stops.push({ step, edits: ago, words: wordsOf(step, epochs[i] ?? 0, ago) });
  });
  return [...stops, { step: null, edits: 0, words: `latest, step ${count(latest)}` }];
}

/** Which of the places a shown step is at, or one before an edit that the slider was put at; else the last one. */
export function placeOf(
  stops: readonly Stop[],
  shown: number | null,
  before: Pick<Stop, "step" | "edits"> | null = null,
): number {
  const wanted = shown === null ? before : { step: shown, edits: 0 };
  const at = wanted ? stops.findIndex(({ step, edits }) => step === wanted.step && edits === wanted.edits) : -1;
  return at < 0 ? stops.length - 1 : at;
}

/** Where between two places the network was edited, 0 to 1 along the slider. */
export function editsAlong(stops: readonly Stop[]): number[] {
  const last = stops.length - 1;
  return stops.flatMap(({ edits }, i) => (i > 0 && stops[i - 1]?.edits !== edits ? [(i - 0.5) / last] : []));
}

/** The step whose weights the model has. */
export function weightsStep({ shown, step }: Pick<RunStatus, "shown" | "step">): number {
  return shown ?? step;
}

function wordsOf(step: number, epochs: number, edits: number): string {
  const where = `${epochWords(epochs)}, step ${count(step)}`;
  return edits === 0 ? where : `${where}, before ${edits === 1 ? "the edit" : `${edits} edits`}, not shown`;
}

function epochWords(epochs: number): string {
  return `epoch ${Number.isInteger(epochs) ? epochs : epochs.toFixed(2)}`;
}
