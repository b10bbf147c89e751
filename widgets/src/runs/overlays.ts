// The curves of kept runs, as lines that lie over those of the run of now. Pure; knows no chart library.
import { floats, stepNumbers } from "../buffers";
import { axisOf, type Unit } from "../dock/axis";
import { smoothed } from "../dock/curves";
import type { RunCurves } from "../messages";
import { type Points, thinned } from "../thinning";

/** What was measured in one run of one metric. */
export interface RunCurve {
  run: string;
  steps: { steps: number[]; values: number[] };
  epochs: { epoch: number; step: number; value: number; validation: number }[];
}

/** A run in a chart. */
export interface Overlay {
  name: string;
  colour: string;
  train: Points;
  validation: Points;
}

const BUFFERS = 6;

export function curvesIn({ runs }: RunCurves, buffers: readonly Uint8Array[]): RunCurve[] {
  return runs.map((run, i) => {
    const [steps, values, ends, numbers, metric, validation] = buffers.slice(BUFFERS * i, BUFFERS * (i + 1));
    const [means, tested] = [floats(metric), floats(validation)];
    const steppedOn = stepNumbers(ends);
    return {
      run,
      steps: { steps: [...stepNumbers(steps)], values: [...floats(values)] },
      epochs: [...stepNumbers(numbers)].map((epoch, at) => ({
        epoch,
        step: steppedOn[at] ?? 0,
        value: means[at] ?? Number.NaN,
        validation: tested[at] ?? Number.NaN,
      })),
    };
  });
}

/** A run's lines: every step, smoothed, or, of what only epochs have, the epochs; and its validation. */
export function overlayOf(
  curve: RunCurve,
  {
    name,
    colour,
    unit,
    smoothing,
    limit,
  }: { name: string; colour: string; unit: Unit; smoothing: number; limit: number },
): Overlay {
  const epochs = curve.epochs.map(({ epoch, step }) => ({ epoch, step, logs: {} }));
  const { places } = axisOf({ epochs, marks: [] }, 0, unit);
  const ends = places(curve.epochs.map((row) => row.step));
  const of = (values: number[]): Points => finite({ x: ends, y: values });
  const steps = { x: places(curve.steps.steps), y: curve.steps.values };
  const train = steps.x.length > 0 ? smoothed(steps, smoothing) : of(curve.epochs.map((row) => row.value));
  const validation = of(curve.epochs.map((row) => row.validation));
  return { name, colour, train: thinned(train, limit), validation: thinned(validation, limit) };
}

function finite({ x, y }: Points): Points {
  const kept = y.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]));
  return { x: kept.map((i) => x[i] ?? 0), y: kept.map((i) => y[i] ?? 0) };
}

/** The lines as Plotly draws them: whole for the training, dotted for the validation. */
export function overlayTraces(overlays: readonly Overlay[], hover: string): Record<string, unknown>[] {
  return overlays.flatMap(({ name, colour, train, validation }) =>
    [
      { points: train, title: name, line: { width: 1.5 } },
      { points: validation, title: `${name}, val`, line: { width: 1.5, dash: "dot" } },
    ]
      .filter(({ points }) => points.x.length > 0)
      .map(({ points: { x, y }, title, line }) => ({
        ...{ type: "scatter", mode: x.length === 1 ? "markers" : "lines", x, y, name: plain(title) },
        ...{ connectgaps: false, showlegend: false, line: { ...line, color: colour }, marker: { color: colour } },
        hovertemplate: `${plain(title)} ${hover}<extra></extra>`,
      })),
  );
}

/** A text in which Plotly finds no markup of its own, nor a place for a value. */
function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("%{", "%\u200b{");
}
