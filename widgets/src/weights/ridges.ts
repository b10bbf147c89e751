// Histograms over time, one behind the other, as lines to be painted. Pure geometry in CSS pixels.
import type { Ridges } from "./useWeights";

interface Ridge {
  step: number;
  base: number;
  points: { x: number; y: number }[];
}

const BINS = 32;
/** How high the highest ridge stands, of the room's height. */
const HEIGHT = 0.45;
/** A ridge so many times as high as the one in the middle of all does not count for the height of the others. */
const SPIKE = 3;

/** The ends of the common axis: the least and the largest value of all steps. */
export function ridgeRange({ ranges }: Ridges): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < ranges.length; at += 2) {
    low = Math.min(low, ranges[at] ?? low);
    high = Math.max(high, ranges[at + 1] ?? high);
  }
  if (!(low < high))
    return { low: (Number.isFinite(low) ? low : 0) - 0.5, high: (Number.isFinite(low) ? low : 0) + 0.5 };
  return { low, high };
}

/** The oldest first, behind; heights are densities, so that ridges can be compared. */
export function ridgeLines(ridges: Ridges, room: { width: number; height: number }): Ridge[] {
  const { low, high } = ridgeRange(ridges);
  const scale = room.width / (high - low);
  const densities = [...ridges.steps].map((_, moment) => density(ridges, moment, (high - low) / 1000));
  const peaks = densities.map((each) => Math.max(...each)).sort((a, b) => a - b);
  // A spike, as of a bias that begins at zero, would flatten all others: it alone is cut off.
  const usual = peaks[Math.floor(peaks.length / 2)] ?? 0;
  const peak = peaks.filter((each) => each <= SPIKE * usual).at(-1) || 1;
  const tall = room.height * HEIGHT;
  const last = Math.max(1, ridges.steps.length - 1);
  return [...ridges.steps].map((step, moment) => {
    const base = ridges.steps.length === 1 ? room.height - 1 : tall + ((room.height - 1 - tall) * moment) / last;
    const [from, to] = [ridges.ranges[2 * moment] ?? 0, ridges.ranges[2 * moment + 1] ?? 0];
    const bin = (to - from) / BINS;
    const up = (value: number) => base - tall * Math.min(1, value / peak);
    const points = (densities[moment] ?? []).map((value, at) => ({
      x: (from + (at + 0.5) * bin - low) * scale,
      y: up(value),
    }));
    return {
      step,
      base,
      points: [{ x: (from - low) * scale, y: base }, ...points, { x: (to - low) * scale, y: base }],
    };
  });
}

function density({ ranges, counts }: Ridges, moment: number, least: number): number[] {
  const width = Math.max(((ranges[2 * moment + 1] ?? 0) - (ranges[2 * moment] ?? 0)) / BINS, least);
  const own = [...counts.subarray(moment * BINS, (moment + 1) * BINS)];
  const total = own.reduce((sum, each) => sum + each, 0) || 1;
  return own.map((each) => each / (total * width));
}
