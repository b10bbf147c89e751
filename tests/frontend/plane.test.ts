import { RED } from "../../widgets/src/pictures/colours";
import { pixelOf, planePixels, shareOf, signedTable } from "../../widgets/src/plane/plane";

const COLOURS = { negative: "#f59322", zero: "#e8eaeb", positive: "#0877bd" };

test("the scale goes from orange over the theme's middle to blue", () => {
  const table = signedTable(COLOURS);
  expect([...table.slice(0, 3)]).toEqual([0xf5, 0x93, 0x22]);
  expect([...table.slice(3 * 254)]).toEqual([0x08, 0x77, 0xbd, ...RED]);
  const middle = [...table.slice(3 * 127, 3 * 128)];
  [0xe8, 0xea, 0xeb].forEach((channel, i) => {
    expect(Math.abs((middle[i] ?? 0) - channel)).toBeLessThanOrEqual(2);
  });
});

test("the first input runs to the right and the second upwards", () => {
  expect(pixelOf([-1, 1, -2, 2], -1, 2, 100)).toEqual([0, 0]);
  expect(pixelOf([-1, 1, -2, 2], 1, -2, 100)).toEqual([100, 100]);
  expect(pixelOf([-1, 1, -2, 2], 0, 1, 100)).toEqual([50, 25]);
});

test("discretised, a place is all of one colour, divided at the middle", () => {
  const values = new Uint8Array([9, 9, 9, 127, 128, 255]);
  const pixels = planePixels({ height: 1, width: 3 }, values, 1, signedTable(COLOURS), true);
  expect([...pixels]).toEqual([0xf5, 0x93, 0x22, 255, 0x08, 0x77, 0xbd, 255, ...RED, 255]);
});

test("a target is coloured as the unit that is shown would answer it", () => {
  expect([shareOf(0, 2, 0, 1), shareOf(1, 2, 0, 1)]).toEqual([0, 1]);
  expect([shareOf(2, 3, 2, 2), shareOf(1, 3, 2, 2)]).toEqual([1, 0]);
  expect([shareOf(-4, 0, 0, 4), shareOf(0, 0, 0, 4), shareOf(0.5, 0, 0, 0.5)]).toEqual([0, 0.5, 0.75]);
});
