// Pictures as pixels and numbers: pure functions from the bytes that the kernel sent.
import { floats } from "../buffers";
import type { Picture } from "../messages";
import type { Shown } from "../state";
import { MAP_COLOURS, RED, TOP, UNSOUND } from "./colours";

type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** RGBA of one map of a `maps` picture, row by row. */
export function mapPixels(picture: Picture, values: Uint8Array, map: number): Pixels {
  const size = picture.height * picture.width;
  const pixels = new Uint8ClampedArray(4 * size);
  for (let i = 0; i < size; i += 1) {
    const at = 3 * (values[map * size + i] ?? 0);
    pixels[4 * i] = MAP_COLOURS[at] ?? 0;
    pixels[4 * i + 1] = MAP_COLOURS[at + 1] ?? 0;
    pixels[4 * i + 2] = MAP_COLOURS[at + 2] ?? 0;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** RGBA of an `image` picture: grey with one channel, colour with three or more, the second of two left out; red for NaN. */
export function imagePixels(picture: Picture, values: Uint8Array): Pixels {
  const size = picture.height * picture.width;
  const { channels } = picture;
  const pixels = new Uint8ClampedArray(4 * size);
  for (let i = 0; i < size; i += 1) {
    const at = i * channels;
    const seen = [at, ...(channels >= 3 ? [at + 1, at + 2] : [at, at])].map((place) => values[place] ?? 0);
    pixels.set(seen.includes(UNSOUND) ? RED : seen.map((value) => (value / TOP) * 255), 4 * i);
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** The measured value behind one pixel of a map; NaN also where it is infinite. */
export function mapValue(picture: Picture, values: Uint8Array, map: number, row: number, column: number): number {
  const byte = values[(map * picture.height + row) * picture.width + column] ?? 0;
  const low = picture.lows[map] ?? 0;
  const high = picture.highs[map] ?? 1;
  return byte === UNSOUND ? Number.NaN : low + (byte / TOP) * (high - low);
}

/** Mean of the finite values of one map, as measured. */
export function mapMean(picture: Picture, values: Uint8Array, map: number): number {
  const size = picture.height * picture.width;
  let sum = 0;
  let sound = 0;
  for (let i = 0; i < size; i += 1) {
    const byte = values[map * size + i] ?? 0;
    if (byte === UNSOUND) continue;
    sum += byte;
    sound += 1;
  }
  const low = picture.lows[map] ?? 0;
  const high = picture.highs[map] ?? 1;
  return sound === 0 ? Number.NaN : low + (sum / sound / TOP) * (high - low);
}

export interface Distribution {
  counts: number[];
  low: number;
  high: number;
}

/** How the values of a picture are distributed over `bins` even bins; null when it has no finite value. */
export function distribution({ picture, values }: Shown, bins = 40): Distribution | null {
  if (picture.form === "histogram") {
    return { counts: [...floats(values)], low: picture.lows[0] ?? 0, high: picture.highs[0] ?? 1 };
  }
  const measured = (picture.form === "bars" ? floats(values) : shownValues(picture, values)).filter(Number.isFinite);
  if (measured.length === 0) return null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of measured) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > 0) low = 0;
  const width = (high - low) / bins || 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of measured) {
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { counts, low, high: low + width * bins };
}

function shownValues(picture: Picture, values: Uint8Array): Float32Array {
  const measured = new Float32Array(values.length);
  const mapped = picture.form === "maps" || picture.form === "plane";
  const size = mapped ? picture.height * picture.width : values.length;
  for (let i = 0; i < values.length; i += 1) {
    const map = mapped ? Math.floor(i / size) : 0;
    const low = picture.lows[map] ?? 0;
    const high = picture.highs[map] ?? 1;
    measured[i] = values[i] === UNSOUND ? Number.NaN : low + ((values[i] ?? 0) / TOP) * (high - low);
  }
  return measured;
}
