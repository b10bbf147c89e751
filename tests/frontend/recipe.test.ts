import schema from "../../widgets/protocol.schema.json";
import { EMPTY } from "../../widgets/src/edits";
import { documentText } from "../../widgets/src/meanwhile";
import type { DataSummary } from "../../widgets/src/messages";
import { drawnAnew, trainShare, USUAL } from "../../widgets/src/plane/recipe";

const RECIPE = { samples: 80, noise: 0.3, train_share: null, seed: 7 };

test("the share to train on is the recipe's own, or what the training does not hold back", () => {
  expect(trainShare({ ...RECIPE, train_share: 0.5 }, 0.2)).toBe(0.5);
  expect(trainShare(RECIPE, 0.2)).toBeCloseTo(0.8);
});

test("the usual recipe is the kernel's", () => {
  const { properties } = schema.$defs.Recipe;
  expect(Object.entries(USUAL)).toEqual(Object.entries(properties).map(([name, each]) => [name, each.default]));
});

test("drawn anew, points are as before but for the seed", () => {
  expect(drawnAnew(RECIPE)).toEqual({ ...RECIPE, seed: 8 });
});

test("a document written without a kernel says how its points are drawn", () => {
  const data = { name: "spiral", recipe: RECIPE } as unknown as DataSummary;
  expect(JSON.parse(documentText(EMPTY, null, data)).data).toEqual({
    name: "spiral",
    samples: 80,
    noise: 0.3,
    seed: 7,
  });
  const usual = { name: "spiral", recipe: { ...USUAL, train_share: 0.5 } } as unknown as DataSummary;
  expect(JSON.parse(documentText(EMPTY, null, usual)).data).toEqual({ name: "spiral", train_share: 0.5 });
  expect(JSON.parse(documentText(EMPTY, null, { name: "digits" } as DataSummary)).data).toEqual({ name: "digits" });
  expect(JSON.parse(documentText(EMPTY, null, null)).data).toBeNull();
});
