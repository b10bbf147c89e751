// What points are drawn with: the usual numbers, and their bounds on the screen.
import type { DataSummary, Setting } from "../messages";

export type Recipe = NonNullable<DataSummary["recipe"]>;

/** What points are drawn with unless somebody chooses; the kernel has the same, and leaves it out of documents. */
export const USUAL: Recipe = { samples: 250, noise: 0.1, train_share: null, seed: 0 };

export const MOST_NOISE = 0.5;

export const NUMBERS: Setting[] = [
  {
    name: "samples",
    type: "integer",
    default: USUAL.samples,
    required: true,
    minimum: 10,
    maximum: 5_000,
    help: "How many points are drawn, to train on and to test with.",
  },
  {
    name: "seed",
    type: "integer",
    default: USUAL.seed,
    required: true,
    minimum: 0,
    help: "Draws the same points whenever it is the same.",
  },
];

/** The share of the points that is trained on: the recipe's own, else what the training does not hold back. */
export function trainShare(recipe: Recipe, heldBack: number): number {
  return recipe.train_share ?? 1 - heldBack;
}

/** What of a recipe a document names. */
export function unusual(recipe: Recipe): Partial<Recipe> {
  const usual: Record<string, unknown> = { ...USUAL };
  return Object.fromEntries(Object.entries(recipe).filter(([name, value]) => value !== usual[name]));
}

/** Other points of the same kind. */
export const drawnAnew = (recipe: Recipe): Recipe => ({ ...recipe, seed: recipe.seed + 1 });
