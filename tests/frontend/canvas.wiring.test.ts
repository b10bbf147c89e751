import { card, inletId, parseInlet } from "../../widgets/src/canvas/geometry";
import { portKey, unfitting } from "../../widgets/src/canvas/ranks";
import { deletion, freeInlet, off, on, plan, rewire, unreachable } from "../../widgets/src/canvas/wiring";
import { apply } from "../../widgets/src/edits";
import type { Edit, Network, NodeReport } from "../../widgets/src/messages";
import { CHAIN, edge, KINDS, kind, layer, node } from "./samples";

const from = (name: string) => ({ node: `n-${name}`, output: 0 });
const report = (shape: (number | null)[]) => ({ outputs: [{ shape, dtype: "float32" }] }) as unknown as NodeReport;
const all = (network: Network, edits: readonly Edit[]) => edits.reduce(apply, network);

describe("a wire that is dropped", () => {
  test("on the body of a merging layer takes its next place", () => {
    const first = plan(CHAIN, KINDS, from("a"), { node: "n-sum" });
    expect(first).toEqual({ edits: [on(edge("a", "sum"))], edge: edge("a", "sum") });
    const joined = apply(CHAIN, on(edge("a", "sum")));
    expect(plan(joined, KINDS, from("b"), { node: "n-sum" })).toEqual({
      edits: [on(edge("b", "sum", "inputs", 1))],
      edge: edge("b", "sum", "inputs", 1),
    });
  });

  test("on an input that has a wire replaces it in one step", () => {
    const outcome = plan(CHAIN, KINDS, from("image"), { node: "n-b", inlet: { port: "inputs", slot: 0 } });
    expect(outcome).toEqual({ edits: [off(edge("a", "b")), on(edge("image", "b"))], edge: edge("image", "b") });
    expect(plan(CHAIN, KINDS, from("image"), { node: "n-b" })).toEqual(outcome);
  });

  test("on an input layer, on itself, or against the stream is refused with the reason", () => {
    expect(plan(CHAIN, KINDS, from("a"), { node: "n-image" })).toEqual({
      refusal: "Input “image” takes no wire.",
    });
    expect(plan(CHAIN, KINDS, from("b"), { node: "n-a" })).toEqual({
      refusal: "A wire from “b” to “a” would close a circle; a network flows one way.",
    });
    expect(plan(CHAIN, KINDS, from("b"), { node: "n-b", inlet: { port: "inputs", slot: 0 } })).toEqual({
      refusal: "“b” can't feed itself; a network flows one way.",
    });
    expect(plan(CHAIN, KINDS, from("b"), { node: "n-sum", output: 0 })).toEqual({
      refusal: "A wire ends at an input; this port is an output.",
    });
  });

  test("where it was changes nothing, elsewhere moves its end", () => {
    const carried = edge("a", "b");
    expect(plan(CHAIN, KINDS, from("a"), { node: "n-b" }, carried)).toEqual({ edits: [], edge: carried });
    expect(plan(CHAIN, KINDS, from("a"), { node: "n-sum" }, carried)).toEqual({
      edits: [off(carried), on(edge("a", "sum"))],
      edge: edge("a", "sum"),
    });
  });

  test("backwards from an input on a node begins at that node's output", () => {
    const end = { node: "n-sum", port: "inputs", slot: 0 };
    expect(plan(CHAIN, KINDS, end, { node: "n-b" })).toEqual({ edits: [on(edge("b", "sum"))], edge: edge("b", "sum") });
  });

  test("fills needed inputs before those that may stay free, then asks for a choice", () => {
    const kind = KINDS.Attention;
    const query = { source: "x", target: "y", output: 0, port: "query", slot: 0 };
    expect(freeInlet(kind, [])).toEqual({ port: "query", slot: 0 });
    expect(freeInlet(kind, [query])).toEqual({ port: "value", slot: 0 });
    expect(freeInlet(kind, [query, { ...query, port: "value" }])).toEqual({ port: "mask", slot: 0 });
    const full = [query, { ...query, port: "value" }, { ...query, port: "mask" }];
    expect(freeInlet(kind, full)).toBeNull();
  });
});

describe("a list of a fixed length", () => {
  const loose: Network = {
    ...CHAIN,
    layers: [...CHAIN.layers, layer("diff", "Subtract")],
    nodes: [...CHAIN.nodes, node("diff")],
  };
  const half = apply(loose, on(edge("a", "diff")));
  const full = apply(half, on(edge("b", "diff", "inputs", 1)));
  const into = (network: Network) => network.edges.filter((each) => each.target === "n-diff");
  const refusal =
    "Subtract “diff” takes exactly 2 tensors; drop the wire on the one to replace, or choose it with Shift+L.";

  test("takes wires up to its end, and refuses one more with the number", () => {
    expect(plan(half, KINDS, from("b"), { node: "n-diff" })).toMatchObject({ edge: edge("b", "diff", "inputs", 1) });
    expect(plan(full, KINDS, from("image"), { node: "n-diff" })).toEqual({ refusal });
    expect(plan(full, KINDS, from("image"), { node: "n-diff", inlet: { port: "inputs", slot: 2 } })).toEqual({
      refusal,
    });
  });

  test("still has its wires replaced, moved and taken for another", () => {
    const second = edge("b", "diff", "inputs", 1);
    const replaced = edge("image", "diff", "inputs", 1);
    expect(plan(full, KINDS, from("image"), { node: "n-diff", inlet: { port: "inputs", slot: 1 } })).toEqual({
      edits: [off(second), on(replaced)],
      edge: replaced,
    });
    expect(plan(full, KINDS, from("b"), { node: "n-diff" }, second)).toEqual({ edits: [], edge: second });
  });

  test("offers no place for one more on its card", () => {
    const places = (network: Network) => card(KINDS.Subtract, into(network), false).inlets.map((each) => each.next);
    expect(places(half)).toEqual([false, true]);
    expect(places(full)).toEqual([false, false]);
  });

  test("keeps the place of a wire that is taken off above the one that is left, and the next wire takes it", () => {
    const second = apply(full, off(edge("a", "diff")));
    const { inlets } = card(KINDS.Subtract, into(second), false);
    expect(inlets.map(({ slot, next, y, edge }) => [slot, next, y, edge !== null])).toEqual([
      [0, false, 24, false],
      [1, false, 42, true],
    ]);
    const first = edge("image", "diff");
    expect(plan(second, KINDS, from("image"), { node: "n-diff" })).toEqual({ edits: [on(first)], edge: first });
  });

  test("says from how many to how many it takes where that is a choice", () => {
    const kinds = {
      ...KINDS,
      Subtract: kind("Subtract", { ports: [{ name: "inputs", many: true, least: 1, most: 2 }] }),
    };
    expect(plan(full, kinds, from("image"), { node: "n-diff" })).toEqual({
      refusal: "Subtract “diff” takes 1 to 2 tensors; drop the wire on the one to replace, or choose it with Shift+L.",
    });
  });
});

describe("a wire of the wrong number of axes", () => {
  const kinds = { ...KINDS, Dense: kind("Dense", { ranks: [2, 3] }), Conv2D: kind("Conv2D", { ranks: [4] }) };
  const drawn: Network = {
    ...CHAIN,
    layers: [...CHAIN.layers, layer("conv", "Conv2D")],
    nodes: [...CHAIN.nodes, node("conv")],
  };
  const reports = { "n-a": report([null, 28, 28]), "n-b": report([null, null]), "n-sum": report([null, 8, 8, 3]) };

  test("is refused with what the layer needs and what came, and keeps the edits that would make it", () => {
    expect(plan(drawn, kinds, from("a"), { node: "n-conv" }, null, reports)).toEqual({
      refusal: "Conv2D “conv” needs samples of 3 axes (such as height, width and channels); received 28×28.",
      unfit: [on(edge("a", "conv"))],
    });
    const backwards = plan(drawn, kinds, { node: "n-conv", port: "inputs", slot: 0 }, { node: "n-b" }, null, reports);
    expect(backwards).toMatchObject({ refusal: expect.stringContaining("received ?.") });
    const fitting = { edits: [on(edge("sum", "conv"))], edge: edge("sum", "conv") };
    expect(plan(drawn, kinds, from("sum"), { node: "n-conv" }, null, reports)).toEqual(fitting);
  });

  test("is made where the axes are not known yet, and into a layer that is bypassed", () => {
    const made = { edits: [on(edge("a", "conv"))], edge: edge("a", "conv") };
    expect(plan(drawn, kinds, from("a"), { node: "n-conv" }, null, {})).toEqual(made);
    const bypassed = { ...drawn, nodes: drawn.nodes.map((each) => ({ ...each, bypassed: each.id === "n-conv" })) };
    expect(plan(bypassed, kinds, from("a"), { node: "n-conv" }, null, reports)).toEqual(made);
  });

  test("finds the ports dim that it can't go to, and no others", () => {
    expect(unfitting(drawn, kinds, reports, from("a"))).toEqual(new Set([portKey("n-conv", "inputs")]));
    expect(unfitting(drawn, kinds, reports, from("sum"))).toEqual(
      new Set([portKey("n-a", "inputs"), portKey("n-b", "inputs")]),
    );
    expect(unfitting(drawn, kinds, reports, { node: "n-conv", port: "inputs", slot: 0 })).toEqual(
      new Set([portKey("n-a", 0), portKey("n-b", 0)]),
    );
    expect(unfitting(drawn, kinds, reports, { node: "n-conv", port: "other", slot: 0 })).toEqual(new Set());
  });
});

test("a wire can't go to what feeds its source, nor begin at what its target feeds", () => {
  expect(unreachable(CHAIN, from("a"))).toEqual(new Set(["n-a", "n-image"]));
  expect(unreachable(CHAIN, { node: "n-a", port: "inputs", slot: 0 })).toEqual(new Set(["n-a", "n-b"]));
});

test("a node put into a wire stands between its ends", () => {
  const loose: Network = {
    ...CHAIN,
    layers: [...CHAIN.layers, layer("c", "Dense")],
    nodes: [...CHAIN.nodes, node("c")],
  };
  const after = all(loose, rewire(edge("a", "b"), "n-c", { port: "inputs", slot: 0 }));
  expect(after.edges).toEqual([edge("image", "a"), edge("a", "c"), edge("c", "b")]);
});

describe("deleting", () => {
  test("takes nodes and chosen wires in one step", () => {
    const after = all(CHAIN, deletion(CHAIN, ["n-b"], CHAIN.edges, false));
    expect(after.nodes.map((each) => each.id)).toEqual(["n-image", "n-a", "n-sum"]);
    expect(after.edges).toEqual([]);
  });

  test("and healing joins what was before to what came after, also over several", () => {
    const longer = apply(CHAIN, on(edge("b", "sum")));
    const after = all(longer, deletion(longer, ["n-a", "n-b"], [], true));
    expect(after.edges).toEqual([edge("image", "sum")]);
  });
});

describe("a card's ports", () => {
  test("one input and one output stand at the same height, so that a chain is straight", () => {
    const { inlets, outlets, height } = card(KINDS.Dense, [], false);
    expect({ y: inlets[0]?.y, out: outlets[0]?.y, height }).toEqual({ y: 33, out: 33, height: 66 });
  });

  test("a list port shows its wires and the next place", () => {
    const { inlets } = card(KINDS.Add, [edge("a", "sum"), edge("b", "sum", "inputs", 2)], false);
    expect(inlets.map(({ slot, next }) => [slot, next])).toEqual([
      [0, false],
      [2, false],
      [3, true],
    ]);
  });

  test("named ports carry their names, and a wire to a port that the kind lacks is drawn all the same", () => {
    const { inlets } = card(KINDS.Attention, [edge("a", "x", "old")], true);
    expect(inlets.map(({ label, optional }) => [label, optional])).toEqual([
      ["query", false],
      ["value", false],
      ["mask", true],
      ["old", true],
    ]);
  });

  test("an inlet's id holds any port's name", () => {
    expect(parseInlet(inletId("a:1:b", 12))).toEqual({ port: "a:1:b", slot: 12 });
    expect(parseInlet("out:0")).toBeNull();
  });
});
