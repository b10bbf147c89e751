// The loss round the weights: what is asked for, what was found, and what is said of it. Pure.
import { floats, stepNumbers } from "../buffers";
import type { Answered, Command, LandscapeFound, LandscapeProgress, NodeReport } from "../messages";
import { count, counted, duration, measured, percent, short } from "../ui/format";

export interface Wish {
  directions: "random" | "path";
  seed: number;
  reach: number;
  points: number;
}

export const FIRST_LANDSCAPE: Wish = { directions: "random", seed: 0, reach: 1, points: 25 };
export const PLACES = [15, 25, 41, 61] as const;
export const MOST_REACH = 100;
/** Samples that the kernel takes at the most. */
const SAMPLES = 512;

export interface Found {
  head: LandscapeFound;
  wish: Wish;
  /** The run, and the revision of the drawing, that it is of. */
  run: number;
  revision: number;
  x: Float32Array;
  y: Float32Array;
  /** Rows along the second direction. */
  losses: Float32Array;
  steps: Float64Array;
  /** Two numbers a moment. */
  path: Float32Array;
  pathLosses: Float32Array;
}

/** A landscape of a view: asked for, refused with a sentence, or there. */
export type Drawn = { state: "asked" } | { state: "failed"; sentence: string } | { state: "found"; found: Found };

export function commandOf(wish: Wish, view: string): Extract<Command, { type: "get_landscape" }> {
  return { type: "get_landscape", view, ...wish, stop: false };
}

/** The arrays of an answer by name. */
export function foundOf(
  { answer, buffers }: Answered<LandscapeFound>,
  of: Pick<Found, "wish" | "run" | "revision">,
): Found {
  const [x, y, losses, steps, path, pathLosses] = buffers;
  return {
    ...of,
    head: answer,
    x: floats(x),
    y: floats(y),
    losses: floats(losses),
    steps: stepNumbers(steps),
    path: floats(path),
    pathLosses: floats(pathLosses),
  };
}

export function lossAt({ head, losses }: Found, column: number, row: number): number {
  return losses[row * head.points + column] ?? Number.NaN;
}

/** What it takes, before it is begun. */
export function costOf(points: number, samples: number, weights: number, nodes: Record<string, NodeReport>): string {
  const batch = Math.min(SAMPLES, samples);
  const reports = Object.values(nodes);
  const known = reports.length > 0 && reports.every((each) => each.flops !== null);
  const flops = reports.reduce((sum, each) => sum + (each.flops ?? 0), 0);
  const work = known && flops > 0 ? `, about ${short(points * points * batch * flops)} operations` : "";
  return `${count(points * points)} losses of up to ${counted(batch, "sample")} each, ${counted(weights, "weight")} moved${work}.`;
}

export function progressOf({ done, total, seconds_left }: LandscapeProgress): string {
  const left = seconds_left === null || seconds_left === undefined ? "" : `, ${duration(seconds_left)} left`;
  return `${count(done)} of ${count(total)} losses${left}`;
}

interface Extremes {
  lowest: { loss: number; x: number; y: number } | null;
  highest: number;
  unsound: number;
}

export function extremesOf(found: Found): Extremes {
  let at = -1;
  let highest = Number.NEGATIVE_INFINITY;
  let unsound = 0;
  found.losses.forEach((loss, i) => {
    if (!Number.isFinite(loss)) {
      unsound += 1;
      return;
    }
    highest = Math.max(highest, loss);
    if (at < 0 || loss < (found.losses[at] ?? 0)) at = i;
  });
  const { points } = found.head;
  const lowest =
    at < 0
      ? null
      : { loss: found.losses[at] ?? 0, x: found.x[at % points] ?? 0, y: found.y[Math.floor(at / points)] ?? 0 };
  return { lowest, highest, unsound };
}

/** The picture in sentences: what a screen reader has of it. */
export function saidOf(found: Found): string[] {
  const { head, steps, pathLosses } = found;
  const { lowest, highest, unsound } = extremesOf(found);
  const when = head.step === 0 ? "before training" : `after step ${count(head.step)}`;
  const said = [`Of ${counted(head.samples, "training sample")}, ${when}`];
  if (lowest) {
    said.push(
      `From ${measured(lowest.loss)}, at ${measured(lowest.x)}, ${measured(lowest.y)}, to ${measured(highest)}`,
    );
  }
  if (unsound > 0) said.push(`${counted(unsound, "place is a gap", "places are gaps")}: the loss is NaN or infinite`);
  if (steps.length > 1) {
    said.push(`The run: ${counted(steps.length, "moment")}, from a loss of ${measured(pathLosses[0] ?? Number.NaN)}`);
  }
  if (head.shares) {
    const both = head.shares[0] + head.shares[1];
    said.push(`The plane has ${percent(both)} of the path`);
  }
  return said;
}

/** The place that is the nearest one to the weights. */
export function middleOf({ x, y }: Found): { column: number; row: number } {
  const nearest = (places: Float32Array) =>
    places.reduce((best, each, i) => (Math.abs(each) < Math.abs(places[best] ?? 0) ? i : best), 0);
  return { column: nearest(x), row: nearest(y) };
}
