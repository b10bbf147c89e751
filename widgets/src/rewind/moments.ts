// The places of a slider over the moments of a run: one for each snapshot, and the last one for the latest step. Pure.
import type { Moments, RunStatus } from "../messages";
import { count } from "../ui/format";

export interface Stop {
  /** The step of a snapshot; null for the latest step of the run. */
  step: number | null;
  words: string;
}

/** Where the slider can stand. A snapshot of the latest step is the latest step. */
export function stopsOf({ steps, epochs }: Pick<Moments, "steps" | "epochs">, latest: number): Stop[] {
  const stops: Stop[] = [];
  steps.forEach((step, i) => {
    if (step < latest) stops.push({ step, words: `${epochWords(epochs[i] ?? 0)}, step ${count(step)}` });
  });
  return [...stops, { step: null, words: `latest, step ${count(latest)}` }];
}

/** Which of the places a shown step is at; the last one where none is shown. */
export function placeOf(stops: readonly Stop[], shown: number | null): number {
  const at = shown === null ? -1 : stops.findIndex((stop) => stop.step === shown);
  return at < 0 ? stops.length - 1 : at;
}

/** The step whose weights the model has. */
export function weightsStep({ shown, step }: Pick<RunStatus, "shown" | "step">): number {
  return shown ?? step;
}

function epochWords(epochs: number): string {
  return `epoch ${Number.isInteger(epochs) ? epochs : epochs.toFixed(2)}`;
}
