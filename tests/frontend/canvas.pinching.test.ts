import { pinched } from "../../widgets/src/canvas/pinching";

const view = { x: 100, y: 50, zoom: 0.5 };

test("what lay between two fingers lies between them again, as much larger as they are further apart", () => {
  const now = pinched(view, { x: 300, y: 200, apart: 80 }, { x: 340, y: 180, apart: 160 });
  expect(now).toEqual({ x: -60, y: -120, zoom: 1 });
  expect([(340 - now.x) / now.zoom, (180 - now.y) / now.zoom]).toEqual([400, 300]);
});

test("fingers that stay as far apart as they were pan, and none zoom without end", () => {
  expect(pinched(view, { x: 0, y: 0, apart: 80 }, { x: 7, y: -9, apart: 80 })).toEqual({ x: 107, y: 41, zoom: 0.5 });
  expect(pinched(view, { x: 0, y: 0, apart: 1 }, { x: 0, y: 0, apart: 900 }).zoom).toBe(2.5);
  expect(pinched(view, { x: 0, y: 0, apart: 900 }, { x: 0, y: 0, apart: 1 }).zoom).toBe(0.02);
});
