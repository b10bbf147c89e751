import { CardMaker, type WireFlowEdge } from "../../widgets/src/canvas/drawing";
import { type Box, Obstacles } from "../../widgets/src/canvas/obstacles";
import { inSlices } from "../../widgets/src/canvas/steps";
import { sightOf, wayOf } from "../../widgets/src/canvas/ways";
import { remaining, WireMaker } from "../../widgets/src/canvas/wires";
import { EMPTY } from "../../widgets/src/edits";
import type { Edge, Network } from "../../widgets/src/messages";

/** Numbers that look like chance and are the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

/** Nodes in rows, each wired to the next, and many to one that is further on: more wires than mind each other. */
function large(count: number): Network {
  const wire = (from: number, to: number, slot: number): Edge[] =>
    to < count ? [{ source: `n${from}`, target: `n${to}`, output: 0, port: "inputs", slot }] : [];
  return {
    ...EMPTY,
    nodes: Array.from({ length: count }, (_, i) => ({
      id: `n${i}`,
      layer: `l${i}`,
      x: 224 * (i % 30),
      y: 222 * Math.floor(i / 30),
      arguments: {},
      exposes: null,
      bypassed: false,
      pinned: false,
    })),
    edges: Array.from({ length: count }, (_, i) => [...wire(i, i + 1, 0), ...(i % 4 ? [] : wire(i, i + 7, 1))]).flat(),
  };
}

/** One thing that a hand does: nodes moved near or far, alone or together, a wire taken off or put back, a node deleted. */
function changed(network: Network, whole: Network, next: () => number): Network {
  const some = Math.floor(next() * network.nodes.length);
  const what = next();
  if (what < 0.15) return { ...network, edges: network.edges.filter((_, i) => i !== some) };
  if (what < 0.3) {
    const gone = network.nodes[some]?.id;
    return {
      ...network,
      nodes: network.nodes.filter(({ id }) => id !== gone),
      edges: network.edges.filter(({ source, target }) => source !== gone && target !== gone),
    };
  }
  if (what < 0.4) return whole;
  const many = what < 0.6 ? 1 : what < 0.8 ? 20 : 200;
  const [right, down] = [(next() - 0.5) * 4 ** (5 * next()), (next() - 0.5) * 4 ** (5 * next())];
  const moved = (i: number) => i >= some && i < some + many;
  const nodes = network.nodes.map((node, i) => (moved(i) ? { ...node, x: node.x + right, y: node.y + down } : node));
  return { ...network, nodes };
}

test("a wire's way is up to the cards in its sight alone", () => {
  const next = chance(11);
  const box = (x: number, y: number, height = 66): Box => ({ x, y, width: 154, height });
  let far = 0;
  for (let i = 0; i < 300; i += 1) {
    const [fromBox, toBox] = [box(0, 0), box(600 + 300 * next(), 300 * next())];
    // A wall between the two, and cards far above and below it, where a way round leads.
    const wall = box(300, -600 * next(), 700 + 600 * next());
    const others = Array.from({ length: 30 }, () => box(1200 * next() - 200, 2400 * next() - 1100, 120 * next()));
    const clear = others.filter(({ y, height }) => y + height < -60 || y > 420);
    const boxes = [fromBox, toBox, wall, ...clear];
    const from = { x: 158, y: 33 };
    const wanted = { id: "w", tensor: "t", from, to: { x: toBox.x - 4, y: toBox.y + 33 }, fromBox, toBox };
    const sight = new Obstacles([sightOf(wanted)]);
    const way = wayOf(wanted, new Obstacles(boxes), () => 0);
    expect(wayOf(wanted, new Obstacles(boxes.filter((each) => sight.hits(each))), () => 0)).toEqual(way);
    if (way.some(({ y }) => Math.abs(y - from.y) > 500)) far += 1;
  }
  expect(far).toBeGreaterThan(30);
});

const drawn = (wires: readonly WireFlowEdge[]) =>
  wires.map(({ id, data }) => [id, data?.path, data?.points, data?.label, data?.labelled, data?.dot]);

describe("the wires of a large network", () => {
  test.each([1, 2, 3, 4])("are where they would be without a memory, whatever is done (%i)", (seed) => {
    const next = chance(seed * 7919);
    const whole = large(1000);
    const [cards, wires] = [new CardMaker(), new WireMaker()];
    let network = whole;
    wires.make(network, cards.make(network, {}, false));
    for (let i = 0; i < 8; i += 1) {
      network = changed(network, whole, next);
      const nodes = cards.make(network, {}, false);
      if (next() < 0.3) {
        // Begun, and left for what comes next.
        const steps = wires.laying(network, nodes);
        for (let step = 0; step < 40 * next(); step += 1) steps.next();
        continue;
      }
      expect(drawn(wires.make(network, nodes))).toEqual(drawn(new WireMaker().make(network, nodes)));
    }
  });

  test("are laid anew near a card that moves, and the others stay as they are", () => {
    const [cards, wires] = [new CardMaker(), new WireMaker()];
    const network = large(1000);
    const before = wires.make(network, cards.make(network, {}, false));
    const nodes = network.nodes.map((node, i) => (i === 500 ? { ...node, y: node.y + 90 } : node));
    const after = wires.make({ ...network }, cards.make({ ...network, nodes }, {}, false));
    const other = after.filter((wire, i) => wire !== before[i]);
    expect(other.map(({ id }) => id)).toContain("n499.0>n500.inputs.0");
    expect(other.length).toBeLessThan(30);
  });

  test("that are laid in steps go on when they are asked for again, and come when all are laid", async () => {
    const [cards, wires] = [new CardMaker(), new WireMaker()];
    const network = large(1000);
    const nodes = cards.make(network, {}, false);
    const steps = wires.laying(network, nodes);
    for (let i = 0; i < 5; i += 1) expect(steps.next().done).toBe(false);
    expect(wires.latest).toEqual([]);
    expect(wires.laying({ edges: [...network.edges] }, [...nodes])).toBe(steps);
    const laid = await new Promise<readonly WireFlowEdge[]>((done) => inSlices(steps, done));
    expect(wires.latest).toBe(laid);
    expect(drawn(laid)).toEqual(drawn(new WireMaker().make(network, nodes)));
  });

  test("that are stopped do not come", async () => {
    const [cards, wires] = [new CardMaker(), new WireMaker()];
    const network = large(1000);
    const stop = inSlices(wires.laying(network, cards.make(network, {}, false)), () => expect.unreachable());
    stop();
    await new Promise((done) => setTimeout(done, 80));
    expect(wires.latest).toEqual([]);
  });

  test("leave at once with their edges", () => {
    const network = large(40);
    const laid = new WireMaker().make(network, new CardMaker().make(network, {}, false));
    expect(remaining(laid, network.edges)).toBe(laid);
    expect(remaining(laid, network.edges.slice(1)).map(({ id }) => id)).toEqual(laid.slice(1).map(({ id }) => id));
  });
});
