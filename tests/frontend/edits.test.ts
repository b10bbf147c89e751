import { apply, EMPTY, edgeRefusal, Refusal } from "../../widgets/src/edits";
import type { Edit, Network } from "../../widgets/src/messages";
import { CHAIN, edge, layer, node } from "./samples";

const without = <T extends { id: string }>(list: readonly T[], id: string) => list.filter((each) => each.id !== id);

describe("every edit gives the network that the kernel would", () => {
  test("add_node brings its layer, and puts both where it is told", () => {
    const edit: Edit = { type: "add_node", node: node("c"), layer: layer("c", "Dense"), node_index: 1, layer_index: 0 };
    const after = apply(CHAIN, edit);
    expect(after.layers.map((each) => each.name)).toEqual(["c", "image", "a", "b", "sum"]);
    expect(after.nodes.map((each) => each.id)).toEqual(["n-image", "n-c", "n-a", "n-b", "n-sum"]);
  });

  test("add_node of a layer that is there makes a second call of it", () => {
    const again = { ...node("a"), id: "n-a2" };
    const after = apply(CHAIN, { type: "add_node", node: again, layer: null, node_index: null, layer_index: null });
    expect(after.layers).toEqual(CHAIN.layers);
    expect(after.nodes.at(-1)).toEqual(again);
  });

  test("remove_node takes its wires along, and its layer when nothing else calls it", () => {
    expect(apply(CHAIN, { type: "remove_node", node: "n-a" })).toEqual({
      ...CHAIN,
      layers: without(CHAIN.layers, "l-a"),
      nodes: without(CHAIN.nodes, "n-a"),
      edges: [],
    });
  });

  test("remove_node leaves a layer that another node calls", () => {
    const twice: Network = { ...CHAIN, nodes: [...CHAIN.nodes, { ...node("a"), id: "n-a2" }] };
    expect(apply(twice, { type: "remove_node", node: "n-a" }).layers).toEqual(CHAIN.layers);
  });

  test("connect and disconnect are each other's inverse", () => {
    const wire = edge("b", "sum");
    const joined = apply(CHAIN, { type: "connect", edge: wire, index: 0 });
    expect(joined.edges).toEqual([wire, ...CHAIN.edges]);
    expect(apply(joined, { type: "disconnect", edge: { ...wire } })).toEqual(CHAIN);
  });

  test("change_setting sets, keeps the order, and resets", () => {
    const change = {
      type: "change_setting",
      layer: "l-a",
      setting: "units",
      value: 9,
      reset: false,
      index: null,
    } as const;
    const more = apply(apply(CHAIN, { ...change, setting: "use_bias", value: false }), change);
    expect(Object.entries(more.layers[1]?.settings ?? {})).toEqual([
      ["units", 9],
      ["use_bias", false],
    ]);
    expect(apply(more, { ...change, value: null, reset: true }).layers[1]?.settings).toEqual({ use_bias: false });
    const first = apply(CHAIN, { ...change, setting: "name2", index: 0 });
    expect(Object.keys(first.layers[1]?.settings ?? {})).toEqual(["name2", "units"]);
  });

  test("change_argument, set_trainable, renames and moves change their own thing only", () => {
    const edits: Edit[] = [
      { type: "change_argument", node: "n-a", argument: "training", value: true, reset: false, index: null },
      { type: "set_trainable", layer: "l-a", trainable: false },
      { type: "rename_layer", layer: "l-a", name: "hidden" },
      { type: "rename_network", name: "other" },
      { type: "move", positions: { "n-b": [1, 2] } },
    ];
    const after = apply(CHAIN, { type: "batch", edits, label: "" });
    const [image, a, b, sum] = CHAIN.nodes;
    expect(after).toEqual({
      ...CHAIN,
      name: "other",
      layers: CHAIN.layers.map((each) => (each.id === "l-a" ? { ...each, name: "hidden", trainable: false } : each)),
      nodes: [image, { ...a, arguments: { training: true } }, { ...b, x: 1, y: 2 }, sum],
    });
    expect(after.nodes[3]).toBe(sum);
  });

  test("replace puts the other network there", () => {
    expect(apply(CHAIN, { type: "replace", network: EMPTY })).toBe(EMPTY);
  });
});

describe("what does not fit is refused in a sentence", () => {
  test.each<[string, Edit, string]>([
    [
      "a name that is taken",
      { type: "rename_layer", layer: "l-a", name: "b" },
      "The name “b” is taken by another Dense; layer names are unique in a network.",
    ],
    ["a node that is gone", { type: "remove_node", node: "n-x" }, "That node is gone."],
    ["a layer that is gone", { type: "set_trainable", layer: "l-x", trainable: true }, "That layer is gone."],
    [
      "a node that is there",
      { type: "add_node", node: node("a"), layer: null, node_index: null, layer_index: null },
      "That node is on the canvas already.",
    ],
  ])("%s", (_what, edit, sentence) => {
    expect(() => apply(CHAIN, edit)).toThrow(new Refusal(sentence));
  });

  test("a wire that closes a circle, feeds itself, or takes a taken input", () => {
    expect(edgeRefusal(CHAIN, edge("b", "a"))).toBe("The input “inputs” of “a” has a wire already.");
    expect(edgeRefusal(CHAIN, edge("b", "a", "inputs", 1))).toBe(
      "A wire from “b” to “a” would close a circle; a network flows one way.",
    );
    expect(edgeRefusal(CHAIN, edge("sum", "sum"))).toBe("“sum” can't feed itself; a network flows one way.");
    expect(edgeRefusal(CHAIN, edge("b", "sum"))).toBeNull();
  });

  test("a batch with one edit that does not fit changes nothing", () => {
    const edits: Edit[] = [
      { type: "rename_network", name: "x" },
      { type: "connect", edge: edge("b", "a"), index: null },
    ];
    expect(() => apply(CHAIN, { type: "batch", edits, label: "" })).toThrow(Refusal);
    expect(CHAIN.name).toBe("chain");
  });
});

describe("a drawing has its limits, the kernel's own", () => {
  const loose = (count: number): Network => ({
    ...EMPTY,
    layers: [layer("one", "Dropout")],
    nodes: Array.from({ length: count }, (_, i) => ({ ...node("one"), id: `n${i}` })),
  });
  const adding = (count: number, id = "more"): Edit => ({
    type: "batch",
    label: "Duplicate",
    edits: Array.from({ length: count }, (_, i) => ({
      type: "add_node" as const,
      node: { ...node("one"), id: `${id}${i}` },
      layer: null,
      node_index: null,
      layer_index: null,
    })),
  });

  test("a duplicate that would be too much is refused with what to do instead", () => {
    expect(() => apply(loose(6_000), adding(6_000))).toThrow(
      "A network has at most 10,000 nodes; this one would have 12,000. Make a block of what repeats, and set how often.",
    );
  });

  test("as many as the limit fit, and not one more, inside of a block either", () => {
    const full = apply(loose(9_999), adding(1));
    expect(full.nodes.length).toBe(10_000);
    expect(() => apply(full, adding(1, "again"))).toThrow("would have 10,001");
    const inner = { ...layer("block", "Model"), network: loose(1) };
    const nested: Network = { ...loose(9_999), layers: [...loose(1).layers, inner] };
    expect(() => apply(nested, { type: "within", layer: "l-block", edit: adding(1) })).toThrow("would have 10,001");
  });
});
