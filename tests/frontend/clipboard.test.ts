import { copied, fromText, pasted, toText } from "../../widgets/src/canvas/clipboard";
import { apply } from "../../widgets/src/edits";
import { CHAIN, edge } from "./samples";

const piece = copied(CHAIN, ["n-a", "n-b"]);

test("a copy holds the chosen nodes, their layers, and the wires between them", () => {
  const [layers, nodes] = [CHAIN.layers.slice(1, 3), CHAIN.nodes.slice(1, 3)];
  expect(piece).toEqual({ layers, nodes, edges: [edge("a", "b")], notes: [] });
});

test("notes go along, to a place beside and under ids of their own", () => {
  const note = { id: "why", text: "*twice*", x: 10, y: 20, width: 240, height: 120 };
  const noted = { ...CHAIN, notes: [note] };
  const both = fromText(toText(copied(noted, ["n-a", "why"])));
  expect(both?.notes).toEqual([note]);
  const after = both && apply(noted, pasted(both, noted, null).edit);
  expect(after?.notes[1]).toEqual({ ...note, id: after?.notes[1]?.id, x: 42, y: 52 });
  expect(after?.notes[1]?.id).not.toBe("why");
});

test("text and back is the same copy", () => {
  expect(fromText(toText(piece))).toEqual(piece);
});

describe("a paste", () => {
  const { edit, nodes } = pasted(piece, CHAIN, { x: 1000, y: 50 });
  const after = apply(CHAIN, edit);

  test("has new ids and names, the same settings, and the same wires between the copies", () => {
    expect(after.layers.slice(4).map(({ name, kind, settings }) => ({ name, kind, settings }))).toEqual([
      { name: "a_1", kind: "Dense", settings: { units: 4 } },
      { name: "b_1", kind: "Dense", settings: { units: 2 } },
    ]);
    expect(after.edges.slice(2)).toEqual([{ ...edge("a", "b"), source: nodes[0], target: nodes[1] }]);
    expect(new Set(after.nodes.map((node) => node.id)).size).toBe(6);
  });

  test("stands at the pointer, its nodes as far apart as they were", () => {
    expect(after.nodes.slice(4).map(({ x, y }) => [x, y])).toEqual([
      [1000, 50],
      [1224, 50],
    ]);
  });

  test("without a pointer stands a step beside, and further when that is taken", () => {
    const once = apply(CHAIN, pasted(piece, CHAIN, null).edit);
    const twice = apply(once, pasted(piece, once, null).edit);
    expect(twice.nodes.slice(4).map(({ x, y }) => [x, y])).toEqual([
      [256, 32],
      [480, 32],
      [288, 64],
      [512, 64],
    ]);
  });

  test("of two calls of one layer shares one new layer", () => {
    const shared = { ...piece, nodes: [...piece.nodes, { ...piece.nodes[0], id: "again" }] } as typeof piece;
    const result = apply(CHAIN, pasted(shared, CHAIN, null).edit);
    expect(result.layers.length).toBe(CHAIN.layers.length + 2);
    expect(result.nodes[4]?.layer).toBe(result.nodes[6]?.layer);
  });
});

const raw = JSON.parse(toText(piece));
test.each([
  ["nothing", ""],
  ["prose", "import keras"],
  ["another JSON", "[1, 2]"],
  ["another format", JSON.stringify({ ...raw, format: "other" })],
  ["a later version", JSON.stringify({ ...raw, version: 2 })],
  ["a note that is none", JSON.stringify({ ...raw, notes: [{ id: "n" }] })],
  ["no nodes", JSON.stringify({ ...raw, nodes: [], edges: [] })],
  ["a node without its layer", JSON.stringify({ ...raw, layers: raw.layers.slice(1) })],
  ["a wire to nowhere", JSON.stringify({ ...raw, edges: [{ ...raw.edges[0], target: "x" }] })],
  [
    "a field that is not known",
    JSON.stringify({ ...raw, layers: raw.layers.map((l: object) => ({ ...l, code: "x" })) }),
  ],
  ["a place that is no number", JSON.stringify({ ...raw, nodes: raw.nodes.map((n: object) => ({ ...n, x: "1" })) })],
  ["two nodes of one id", JSON.stringify({ ...raw, nodes: [raw.nodes[0], raw.nodes[0]] })],
])("%s is no copy", (_what, text) => {
  expect(fromText(text)).toBeNull();
});
