// The plane of a model of two numbers: places in it, and colours of signed values. Pure.
import type { Picture } from "../messages";
import { RED, TOP, UNSOUND } from "../pictures/colours";

export type Extent = readonly [left: number, right: number, bottom: number, top: number];

export interface Points {
  extent: Extent;
  names: readonly string[];
  train: Float32Array;
  trainTargets: Float32Array;
  test: Float32Array;
  testTargets: Float32Array;
}

interface Signed {
  negative: string;
  zero: string;
  positive: string;
}

/** Where a place stands in a square of so many pixels. */
export function pixelOf(extent: Extent, x: number, y: number, side: number): [number, number] {
  const [left, right, bottom, top] = extent;
  return [((x - left) / (right - left)) * side, ((top - y) / (top - bottom)) * side];
}

/** What of 0 to 1 a target is on the scale of one unit: of several classes 1 for those that are the unit's. */
export function shareOf(target: number, classes: number, unit: number, largest: number): number {
  if (classes === 2) return target;
  if (classes > 2) return target === unit ? 1 : 0;
  return Math.max(0, Math.min(1, 0.5 + target / (2 * Math.max(1, largest))));
}

/** Red, green, blue of pixels, three bytes each: one end over the middle to the other, and red where there is no number. */
export function signedTable({ negative, zero, positive }: Signed): Uint8Array {
  const stops = [negative, zero, positive].map(channels);
  const table = new Uint8Array(3 * 256);
  table.set(RED, 3 * UNSOUND);
  for (let value = 0; value <= TOP; value += 1) {
    const place = (value / TOP) * 2;
    const from = Math.min(1, Math.floor(place));
    for (let channel = 0; channel < 3; channel += 1) {
      const [low, high] = [stops[from]?.[channel] ?? 0, stops[from + 1]?.[channel] ?? 0];
      table[3 * value + channel] = Math.round(low + (high - low) * (place - from));
    }
  }
  return table;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) || 0);
}

/** RGBA of one map, row by row; discretised, each place is all of one end or the other. */
export function planePixels(
  picture: Pick<Picture, "height" | "width">,
  values: Uint8Array,
  map: number,
  table: Uint8Array,
  discrete = false,
): Uint8ClampedArray<ArrayBuffer> {
  const size = picture.height * picture.width;
  const pixels = new Uint8ClampedArray(4 * size);
  for (let i = 0; i < size; i += 1) {
    const value = values[map * size + i] ?? 0;
    const at = 3 * (discrete && value !== UNSOUND ? (value > TOP / 2 ? TOP : 0) : value);
    pixels[4 * i] = table[at] ?? 0;
    pixels[4 * i + 1] = table[at + 1] ?? 0;
    pixels[4 * i + 2] = table[at + 2] ?? 0;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** The value behind a pixel of a map; NaN also where it is infinite. */
export function valueAt(
  { picture, values }: { picture: Picture; values: Uint8Array },
  map: number,
  at: number,
): number {
  const low = picture.lows[map] ?? -1;
  const high = picture.highs[map] ?? 1;
  const byte = values[map * picture.height * picture.width + at] ?? 0;
  return byte === UNSOUND ? Number.NaN : low + (byte / TOP) * (high - low);
}
