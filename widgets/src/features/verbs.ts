// Giving the first layer another feature of a point, from the Data tab or by name.
import { outsideOf, type StudioLike } from "../blocks/level";
import { showsPictures } from "../canvas/shown";
import { toggled } from "./changing";
import { type Feature, readFeatures } from "./reading";

export const FEATURE_WORDS: Record<Feature, string> = {
  x1: "x₁",
  x2: "x₂",
  x1_squared: "x₁²",
  x2_squared: "x₂²",
  x1_times_x2: "x₁x₂",
  sin_x1: "sin 6x₁",
  sin_x2: "sin 6x₂",
};

const PICTURED_ROW = 164;
const PLAIN_ROW = 96;

/** One undo step on the whole drawing. */
export function toggleFeature(around: { studio: StudioLike }, feature: Feature): void {
  const studio = outsideOf(around.studio);
  const state = studio.store.getState();
  const reading = readFeatures(state.network);
  if (!reading) {
    studio.notify("info", "Features are for a network with one input of two numbers, wired to its first layer.");
    return;
  }
  const height = showsPictures(state) ? PICTURED_ROW : PLAIN_ROW;
  const edit = toggled(state.network, state.kinds, reading, feature, height);
  if (edit) studio.edit(edit);
  else studio.notify("info", "A network needs at least one feature; add another before this one goes.");
}
