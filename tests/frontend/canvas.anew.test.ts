import { newPaths } from "../../widgets/src/canvas/anew";

test("a layer is new by its path, and a block when one inside it is", () => {
  const anew = ["between", "body/dense", "body/inner/norm"];
  expect(newPaths(anew).has("between")).toBe(true);
  expect(newPaths(anew).has("body")).toBe(true);
  expect(newPaths(anew).has("body/inner")).toBe(true);
  expect(newPaths(anew).has("body/norm")).toBe(false);
  expect(newPaths(anew).has("bet")).toBe(false);
  expect(newPaths([]).has("between")).toBe(false);
});
