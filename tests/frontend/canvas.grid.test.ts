import { CardMaker } from "../../widgets/src/canvas/drawing";
import { Grid } from "../../widgets/src/canvas/grid";
import type { Box } from "../../widgets/src/canvas/routing";
import { WireMaker } from "../../widgets/src/canvas/wires";
import { EMPTY } from "../../widgets/src/edits";
import { isPainted } from "../../widgets/src/far/level";
import type { Network } from "../../widgets/src/messages";

const meet = (a: Box, b: Box) =>
  a.x <= b.x + b.width && a.x + a.width >= b.x && a.y <= b.y + b.height && a.y + a.height >= b.y;

/** Numbers that look like chance and are the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

test("a grid finds all that meets a box, also far to the left and above", () => {
  const next = chance(7);
  const box = (): Box => ({
    x: next() * 8000 - 4000,
    y: next() * 8000 - 4000,
    width: next() * 900,
    height: next() < 0.3 ? 0 : next() * 900,
  });
  const boxes = Array.from({ length: 300 }, box);
  const grid = new Grid<Box>(256, 80);
  for (const each of boxes) grid.add(each, each);
  for (let i = 0; i < 200; i += 1) {
    const asked = box();
    const found = new Set<Box>();
    grid.some(asked, (each) => {
      if (meet(each, asked)) found.add(each);
      return false;
    });
    expect(found).toEqual(new Set(boxes.filter((each) => meet(each, asked))));
  }
});

function chain(count: number): Network {
  const ids = Array.from({ length: count }, (_, i) => `n${i}`);
  return {
    ...EMPTY,
    layers: ids.map((id) => ({
      id,
      kind: "Dense",
      name: id,
      settings: {},
      trainable: true,
      network: null,
      repeat: 1,
      shared: false,
    })),
    nodes: ids.map((id, i) => ({
      id,
      layer: id,
      x: 224 * (i % 20),
      y: 222 * Math.floor(i / 20),
      arguments: {},
      exposes: null,
      bypassed: false,
      pinned: false,
    })),
    edges: ids.slice(1).map((target, i) => ({ source: ids[i] ?? "", target, output: 0, port: "inputs", slot: 0 })),
  };
}

test("wires are laid anew when a card moves or an edge comes, and only then", () => {
  const [cards, wires] = [new CardMaker(), new WireMaker()];
  const laid = (network: Network) => wires.make(network, cards.make(network, {}, false));
  const network = chain(60);
  const before = laid(network);
  const set = { ...network, layers: network.layers.map((layer) => ({ ...layer, settings: { units: 3 } })) };
  expect(laid({ ...set, edges: network.edges.map((edge) => ({ ...edge })) })).toBe(before);
  const moved = { ...network, nodes: network.nodes.map((node, i) => (i === 30 ? { ...node, y: node.y + 40 } : node)) };
  const after = laid(moved);
  expect(after).not.toBe(before);
  const changed = after.filter((wire, i) => wire !== before[i]).map(({ source, target }) => [source, target]);
  expect(changed.length).toBeGreaterThanOrEqual(2);
  expect(changed.length).toBeLessThan(10);
  expect(laid({ ...moved, edges: moved.edges.slice(1) })).toHaveLength(58);
});

test("small networks are made of elements at every zoom, large ones while their cards have room for words", () => {
  expect(isPainted(150, 0.02)).toBe(false);
  expect(isPainted(151, 0.34)).toBe(true);
  expect(isPainted(151, 0.35)).toBe(false);
});
