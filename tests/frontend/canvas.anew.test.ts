import { isNew } from "../../widgets/src/canvas/NewBadge";

test("a layer is new by its path, and a block when one inside it is", () => {
  const anew = ["between", "body/dense", "body/inner/norm"];
  expect(isNew(anew, "between")).toBe(true);
  expect(isNew(anew, "body")).toBe(true);
  expect(isNew(anew, "body/inner")).toBe(true);
  expect(isNew(anew, "body/norm")).toBe(false);
  expect(isNew(anew, "bet")).toBe(false);
  expect(isNew([], "between")).toBe(false);
});
