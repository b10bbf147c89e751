import type { Picture } from "../../widgets/src/messages";
import { MAP_COLOURS, RED, VIRIDIS, viridis } from "../../widgets/src/pictures/colours";
import { barRow, boxAt, grid } from "../../widgets/src/pictures/layout";
import { paintBars } from "../../widgets/src/pictures/paint";
import { distribution, imagePixels, mapMean, mapPixels, mapValue } from "../../widgets/src/pictures/pixels";

const picture = (change: Partial<Picture>): Picture => ({
  node: "n",
  form: "maps",
  size: "thumbnail",
  count: 1,
  total: 1,
  height: 1,
  width: 1,
  channels: 1,
  lows: [],
  highs: [],
  dead: [],
  facts: {},
  first: 0,
  ...change,
});

const bytesOf = (values: number[]) => new Uint8Array(new Float32Array(values).buffer);

test("viridis begins dark violet, ends yellow, and is 256 colours", () => {
  expect(VIRIDIS.length).toBe(768);
  expect([...VIRIDIS.slice(0, 3)]).toEqual([0x44, 0x01, 0x54]);
  expect([...VIRIDIS.slice(-3)]).toEqual([0xfd, 0xe7, 0x25]);
  expect([viridis(-1), viridis(2)]).toEqual([viridis(0), viridis(1)]);
});

test("a map's pixels are its own bytes in viridis", () => {
  const maps = picture({ count: 2, width: 2, lows: [0, -1], highs: [1, 1] });
  const values = new Uint8Array([0, 254, 254, 0]);
  expect([...mapPixels(maps, values, 0)]).toEqual([0x44, 1, 0x54, 255, 0xfd, 0xe7, 0x25, 255]);
  expect([...mapPixels(maps, values, 1).slice(0, 3)]).toEqual([0xfd, 0xe7, 0x25]);
  expect([mapValue(maps, values, 1, 0, 0), mapValue(maps, values, 1, 0, 1), mapMean(maps, values, 1)]).toEqual([
    1, -1, 0,
  ]);
});

test("what is no number is red in every picture, and takes part in no mean and no distribution", () => {
  const maps = picture({ width: 3, lows: [0], highs: [10] });
  const values = new Uint8Array([0, 254, 255]);
  expect([...mapPixels(maps, values, 0).slice(8)]).toEqual([...RED, 255]);
  expect([mapValue(maps, values, 0, 0, 2), mapMean(maps, values, 0)]).toEqual([Number.NaN, 5]);
  expect(mapMean(maps, new Uint8Array([255, 255, 255]), 0)).toBeNaN();
  expect(distribution({ picture: maps, values }, 2)?.counts).toEqual([1, 1]);
  const image = picture({ form: "image", channels: 3, width: 2 });
  expect([...imagePixels(image, new Uint8Array([0, 255, 0, 254, 254, 254]))]).toEqual([
    ...RED,
    255,
    255,
    255,
    255,
    255,
  ]);
  expect(MAP_COLOURS.slice(3 * 254, 3 * 255)).toEqual(VIRIDIS.slice(-3));

  const filled: [string, number][] = [];
  const context = {
    fillStyle: "",
    fillRect(this: { fillStyle: string }, _x: number, _y: number, _width: number, height: number) {
      filled.push([this.fillStyle, height]);
    },
  };
  const room = { width: 30, height: 20 };
  paintBars(context as never, new Float32Array([1, Number.NaN, Number.POSITIVE_INFINITY]), room, {} as never, null);
  expect(filled.filter(([colour]) => colour === `rgb(${RED.join(" ")})`)).toEqual([
    [`rgb(${RED.join(" ")})`, 19],
    [`rgb(${RED.join(" ")})`, 19],
  ]);
});

test("an image is grey with one channel and coloured with three", () => {
  expect([...imagePixels(picture({ form: "image", width: 2 }), new Uint8Array([0, 254]))]).toEqual([
    0, 0, 0, 255, 255, 255, 255, 255,
  ]);
  const colour = picture({ form: "image", channels: 3 });
  expect([...imagePixels(colour, new Uint8Array([0, 127, 254]))]).toEqual([0, 128, 255, 255]);
});

test("thirty-two square maps fill a node's thumbnail in four rows of eight", () => {
  const boxes = grid(32, 1, { width: 134, height: 67 }, 1);
  expect(boxes[0]).toEqual({ x: 0, y: 0, width: 16, height: 16 });
  expect(boxes[8]).toEqual({ x: 0, y: 17, width: 16, height: 16 });
  expect(boxes[31]).toEqual({ x: 118, y: 51, width: 16, height: 16 });
  expect(grid(0, 1, { width: 10, height: 10 }, 1)).toEqual([]);
});

test("no grid leaves its room, whatever the count and the aspect", () => {
  for (const count of [1, 2, 3, 7, 16, 33, 100]) {
    for (const aspect of [0.01, 0.5, 1, 2, 40]) {
      for (const box of grid(count, aspect, { width: 263, height: 168 }, 1)) {
        expect(box.x + box.width).toBeLessThanOrEqual(263);
        expect(box.y + box.height).toBeLessThanOrEqual(168);
      }
    }
  }
});

test("the map under the pointer is found, and none beside", () => {
  const boxes = grid(2, 1, { width: 21, height: 10 }, 1);
  expect([boxAt(boxes, 3, 3), boxAt(boxes, 12, 3), boxAt(boxes, 10.5, 3), boxAt(boxes, 3, 30)]).toEqual([0, 1, -1, -1]);
});

test("bars stand on zero, hang below it when negative, and know the largest", () => {
  const { boxes, baseline, top } = barRow([1, -1, Number.NaN], { x: 0, y: 0, width: 30, height: 10 }, 0);
  expect([baseline, top]).toEqual([5, 0]);
  expect(boxes).toEqual([
    { x: 0, y: 0, width: 10, height: 5 },
    { x: 10, y: 5, width: 10, height: 5 },
    { x: 20, y: 5, width: 10, height: 0 },
  ]);
});

test("the distribution of maps is of measured values, each map on its own scale", () => {
  const maps = picture({ count: 2, lows: [0, 0], highs: [1, 4] });
  expect(distribution({ picture: maps, values: new Uint8Array([254, 254]) }, 4)).toEqual({
    counts: [0, 1, 0, 1],
    low: 0,
    high: 4,
  });
});

test("a histogram is shown as it came, and bars without what is not finite", () => {
  const histogram = picture({ form: "histogram", count: 3, lows: [-1], highs: [2] });
  expect(distribution({ picture: histogram, values: bytesOf([1, 2, 3]) })).toEqual({
    counts: [1, 2, 3],
    low: -1,
    high: 2,
  });
  const bars = picture({ form: "bars", count: 3 });
  expect(distribution({ picture: bars, values: bytesOf([0, 2, Number.NaN]) }, 2)).toEqual({
    counts: [1, 1],
    low: 0,
    high: 2,
  });
  expect(distribution({ picture: bars, values: bytesOf([Number.NaN]) })).toBeNull();
});

test("few bars have their words, or all of the room where words are too small to be read", () => {
  const painted = (labels: string[] | null) => {
    const words: string[] = [];
    let tallest = 0;
    const context = {
      fillText: (text: string) => words.push(text),
      fillRect: (_x: number, _y: number, _width: number, height: number) => {
        tallest = Math.max(tallest, height);
      },
      measureText: (text: string) => ({ width: 6 * text.length }),
    };
    const room = { width: 134, height: 67 };
    paintBars(context as never, new Float32Array([0.25, 0.75]), room, { font: "Arial" } as never, labels);
    return [words, tallest];
  };
  expect(painted(["cat", "dog"])).toEqual([["cat", "dog", "0.750"], 43]);
  expect(painted(null)).toEqual([[], 66]);
});
