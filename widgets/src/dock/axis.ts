// Where steps stand on the axis of a chart, and which step stands at a place of it. Pure.
import type { History } from "../state";

export type Unit = "epochs" | "steps";

/** Where steps stand on the axis, which come in their order. */
export type Places = (steps: readonly number[]) => number[];

export interface Axis {
  places: Places;
  /** The step that stands at a place; between two steps a part of one. */
  stepAt: (place: number) => number;
}

interface Knot {
  step: number;
  epochs: number;
}

/**
 * Steps as they are, or in epochs. An edit may have changed how many steps an epoch has: then they stand between the
 * ends of epochs and the marks, whose places are known.
 */
export function axisOf(history: Pick<History, "epochs" | "marks">, perEpoch: number, unit: Unit): Axis {
  if (unit === "steps") return even(1);
  return isEven(history, perEpoch) ? even(perEpoch) : between(knotsOf(history), perEpoch);
}

/** Whether all epochs have this many steps. */
export function isEven({ marks }: Pick<History, "marks">, perEpoch: number): boolean {
  return perEpoch > 0 && marks.length === 0;
}

function even(pitch: number): Axis {
  return { places: (steps) => steps.map((step) => step / pitch), stepAt: (place) => place * pitch };
}

function knotsOf({ epochs, marks }: Pick<History, "epochs" | "marks">): Knot[] {
  return [
    { step: 0, epochs: 0 },
    ...epochs.map((row) => ({ step: row.step, epochs: row.epoch })),
    ...marks.map((mark) => ({ step: mark.step, epochs: mark.epochs })),
  ].sort((a, b) => a.step - b.step);
}

function between(knots: readonly Knot[], perEpoch: number): Axis {
  const last = knots.at(-1);
  // Of a run that an earlier kernel began, only its ends of epochs are known.
  const pitch = perEpoch > 0 ? 1 / perEpoch : last && last.step > 0 ? last.epochs / last.step : 1;
  const slope = (at: number) => {
    const [from, to] = [knots[at], knots[at + 1]];
    return from && to && to.step > from.step ? (to.epochs - from.epochs) / (to.step - from.step) : pitch;
  };
  return {
    places: (steps) => {
      let at = 0;
      return steps.map((step) => {
        while (at + 1 < knots.length && (knots[at + 1]?.step ?? 0) <= step) at += 1;
        const from = knots[at];
        return from ? from.epochs + (step - from.step) * slope(at) : 0;
      });
    },
    stepAt: (place) => {
      const after = knots.findIndex((knot) => knot.epochs > place);
      const at = after < 0 ? knots.length - 1 : Math.max(0, after - 1);
      const from = knots[at];
      return from ? from.step + (place - from.epochs) / (slope(at) || pitch) : 0;
    },
  };
}
