// Which value of a node a place in its picture shows, and the numbers of how it came about. Pure.
import { floats } from "../buffers";
import type { Answered, ComputationShown, NodeReport, Picture } from "../messages";

/** The index of a value in a node's output, without the samples, from a place in its picture; null where it has none. */
export function positionAt(
  picture: Picture,
  report: NodeReport | undefined,
  map: number,
  row: number,
  column: number,
): number[] | null {
  const shape = report?.outputs[0]?.shape.slice(1);
  if (!shape) return null;
  if (picture.form === "bars") return shape.length === 1 ? [map] : null;
  if (picture.form !== "maps") return null;
  const [height, width] = shape;
  // A large map is drawn smaller, by the same whole number both ways.
  const step = Math.ceil(Math.max(height ?? 1, width ?? 1) / Math.max(picture.height, picture.width));
  const held = (place: number, size: number | null | undefined, by = step) => Math.min(place * by, (size ?? 1) - 1);
  if (shape.length === 3) return [held(row, height), held(column, width), map];
  // A long sequence fills its picture both ways, where a thumbnail does not.
  const [down, across] =
    picture.size === "focus"
      ? [Math.ceil((height ?? 1) / picture.height), Math.ceil((width ?? 1) / picture.width)]
      : [step, step];
  return shape.length === 2 ? [held(row, height, down), held(column, width, across)] : null;
}

/** How many rows and columns of a window are written out as numbers; of a larger one its terms are. */
const MOST_WRITTEN = 49;

export interface Window {
  channels: readonly number[];
  rows: readonly number[];
  columns: readonly number[];
  at: (values: Float32Array, channel: number, row: number, column: number) => number;
  inputs: Float32Array;
  weights: Float32Array;
}

/** The window of a convolution or a pooling over rows and columns; null for what has another form, or is too large. */
export function windowOf({ answer, buffers }: Answered<ComputationShown>): Window | null {
  if (answer.axes.join() !== "row,column,channel" || answer.indices.length !== 3) return null;
  const [rows = [], columns = [], channels = []] = answer.indices;
  if (rows.length * columns.length > MOST_WRITTEN || channels.length === 0) return null;
  const at = (values: Float32Array, channel: number, row: number, column: number) =>
    values[(row * columns.length + column) * channels.length + channel] ?? 0;
  return { rows, columns, channels, at, inputs: floats(buffers[0]), weights: floats(buffers[1]) };
}

/** The sum of the products of one channel. */
export function channelSum(window: Window, channel: number): number {
  let sum = 0;
  window.rows.forEach((_, row) => {
    window.columns.forEach((__, column) => {
      sum += window.at(window.inputs, channel, row, column) * window.at(window.weights, channel, row, column);
    });
  });
  return sum;
}

/** What the axes of a node's output are called, for the fields of a position. */
export function axisNames(count: number): string[] {
  const names: Record<number, string[]> = { 1: ["unit"], 2: ["step", "unit"], 3: ["row", "column", "channel"] };
  return names[count] ?? Array.from({ length: count }, (_, i) => `axis ${i + 1}`);
}
