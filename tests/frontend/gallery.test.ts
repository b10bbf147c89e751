import { labelColour, samplePixels } from "../../widgets/src/dock/samples";
import { grouped, step } from "../../widgets/src/gallery/cards";
import { drawn } from "../../widgets/src/gallery/sketch";
import type { SampleTensor, Template } from "../../widgets/src/messages";

const template = (name: string, group: string): Template => ({
  name,
  group,
  title: name,
  summary: "",
  data: "",
  reaches: "",
  sketch: { nodes: [], edges: [] },
});

test("templates stand by group, both in the order they come", () => {
  const cards = [template("a", "Start"), template("b", "Text"), template("c", "Start")];
  expect(grouped(cards).map(([group, members]) => [group, members.map(({ name }) => name)])).toEqual([
    ["Start", ["a", "c"]],
    ["Text", ["b"]],
  ]);
});

describe("an arrow", () => {
  // Two rows of three, and under a heading one of two.
  const places = [0, 0, 0, 100, 100, 100, 240, 240].map((top, i) => ({ top, left: (i % 3) * 200 }));

  test.each([
    ["ArrowRight", 2, 3],
    ["ArrowRight", 7, -1],
    ["ArrowLeft", 3, 2],
    ["ArrowLeft", 0, -1],
    ["ArrowDown", 1, 4],
    ["ArrowDown", 5, 7],
    ["ArrowDown", 6, -1],
    ["ArrowUp", 7, 4],
    ["ArrowUp", 1, -1],
    ["Home", 5, 0],
    ["End", 0, 7],
    ["x", 0, -1],
    ["ArrowDown", -1, -1],
  ])("%s leads from card %i to card %i", (key, from, to) => {
    expect(step(key, from, places)).toBe(to);
  });
});

test("a sketch has a box a node and a wire an edge, all inside its frame, and no wire runs through a box", () => {
  const node = (x: number, y: number) => ({ x, y, group: "Core" });
  const { boxes, wires, frame } = drawn({
    nodes: [node(0, 0), node(224, 0), node(448, 0), node(0, 222)],
    edges: [
      [0, 1],
      [1, 2],
      [0, 2],
      [2, 3],
    ],
  });
  expect([boxes.length, wires.length]).toEqual([4, 4]);
  for (const { x, y } of wires.flat()) {
    expect(x).toBeGreaterThan(frame.x);
    expect(x).toBeLessThan(frame.x + frame.width);
    expect(y).toBeGreaterThan(frame.y);
    expect(y).toBeLessThan(frame.y + frame.height);
    expect(boxes.filter((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)).toEqual(
      [],
    );
  }
});

test("an edge to a node that a sketch has not is passed over", () => {
  expect(drawn({ nodes: [{ x: 0, y: 0, group: "" }], edges: [[0, 5]] }).wires).toEqual([]);
});

describe("the pixels of a sample", () => {
  const tensor: SampleTensor = { name: "x", role: "input", kind: "image", height: 1, width: 2, channels: 1, words: [] };

  test("are grey with one channel, and those of the sample asked for", () => {
    expect([...samplePixels(tensor, new Uint8Array([1, 2, 3, 4]), 1, "light")]).toEqual([3, 3, 3, 255, 4, 4, 4, 255]);
  });

  test("are colours with three or more", () => {
    const values = new Uint8Array([1, 2, 3, 9, 4, 5, 6, 9]);
    expect([...samplePixels({ ...tensor, channels: 4 }, values, 0, "light")]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
  });

  test("are the colours of the labels in a mask, over again without that of the background", () => {
    const mask = samplePixels({ ...tensor, kind: "mask" }, new Uint8Array([0, 1]), 0, "light");
    expect([...mask]).toEqual([0xe0, 0xe0, 0xe0, 255, 0x00, 0x79, 0x6b, 255]);
    expect(labelColour(8, "dark")).toBe(labelColour(1, "dark"));
    expect(new Set(Array.from({ length: 8 }, (_, label) => labelColour(label, "dark"))).size).toBe(8);
  });
});
