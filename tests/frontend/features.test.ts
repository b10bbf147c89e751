import { layerAt, lookup } from "../../widgets/src/canvas/lookup";
import { apply } from "../../widgets/src/edits";
import { toggled } from "../../widgets/src/features/changing";
import { FEATURES, type Feature, readFeatures } from "../../widgets/src/features/reading";
import type { Network } from "../../widgets/src/messages";
import { edge, KINDS, kind, layer, node } from "./samples";

const MANY = [{ name: "inputs", optional: false, many: true }];
const ONE = [{ name: "x", optional: false, many: false }];
const ALL = {
  ...KINDS,
  Multiply: kind("Multiply", { ports: MANY }),
  Concatenate: kind("Concatenate", { ports: MANY }),
  Rescaling: kind("Rescaling", { settings: [{ name: "scale", type: "float", required: true }] }),
  "ops.get_item": kind("ops.get_item", { ports: ONE }),
  "ops.square": kind("ops.square", { ports: ONE }),
  "ops.sin": kind("ops.sin", { ports: ONE }),
};
const PLAIN: Network = {
  name: "plain",
  layers: [layer("point", "InputLayer", { shape: [2] }), layer("a", "Dense", { units: 4 }), layer("b", "Dense")],
  nodes: [node("point", 0), node("a", 224), node("b", 448)],
  edges: [edge("point", "a"), edge("a", "b")],
  notes: [],
  signature: { sequential: false, inputs: "plain", outputs: "plain", returned: [] },
};

function toggle(network: Network, feature: Feature): Network {
  const reading = readFeatures(network);
  const edit = reading && toggled(network, ALL, reading, feature, 100);
  if (!edit) throw new Error(`no edit for ${feature}`);
  return apply(network, edit);
}

const featuresOf = (network: Network) => [...(readFeatures(network)?.features ?? [])];
const kindsOf = (network: Network) => network.nodes.map(({ id }) => layerAt(network, id)?.kind).sort();
const sorted = (network: Network) => network.edges.map((each) => JSON.stringify(each)).sort();

test("an input of two numbers is x1 and x2 themselves", () => {
  expect(featuresOf(PLAIN)).toEqual(["x1", "x2"]);
});

test("a square is two slices, a square and what joins the three, wired in order to the first layer", () => {
  const squared = toggle(PLAIN, "x1_squared");
  expect(featuresOf(squared)).toEqual(["x1", "x2", "x1_squared"]);
  expect(kindsOf(squared)).toEqual([
    "Concatenate",
    "Dense",
    "Dense",
    "InputLayer",
    "ops.get_item",
    "ops.get_item",
    "ops.square",
  ]);
  const [join] =
    lookup(squared)
      .into.get("n-a")
      ?.map((each) => each.source) ?? [];
  const inputs = lookup(squared)
    .into.get(join ?? "")
    ?.map((each) => layerAt(squared, each.source)?.name);
  expect(inputs).toEqual(["x1", "x2", "x1_squared"]);
  const slices = squared.nodes.flatMap((each) => (each.arguments.key ? [each.arguments.key] : []));
  expect(slices).toEqual([":, 0:1", ":, 1:2"]);
});

test("each feature alone and all together come back to where they began", () => {
  for (const feature of FEATURES.filter((each) => each !== "x1" && each !== "x2")) {
    const back = toggle(toggle(PLAIN, feature), feature);
    expect(sorted(back)).toEqual(sorted(PLAIN));
    expect(back.layers).toEqual(PLAIN.layers);
    expect(back.nodes).toEqual(PLAIN.nodes);
  }
  const rest = FEATURES.slice(2);
  const all = rest.reduce(toggle, PLAIN);
  expect(featuresOf(all)).toEqual([...FEATURES]);
  expect(sorted(rest.reduce(toggle, all))).toEqual(sorted(PLAIN));
});

test("any set of features can be reached, and read again", () => {
  let network = PLAIN;
  let wanted = new Set<Feature>(["x1", "x2"]);
  let seed = 1;
  for (let step = 0; step < 300; step += 1) {
    seed = (seed * 16807) % 2147483647;
    const feature = FEATURES[seed % FEATURES.length] as Feature;
    const next = new Set(wanted);
    if (!next.delete(feature)) next.add(feature);
    if (next.size === 0) continue;
    network = toggle(network, feature);
    wanted = next;
    expect(new Set(featuresOf(network))).toEqual(wanted);
    expect(lookup(network).into.get("n-a")).toHaveLength(1);
    expect(new Set(network.layers.map((each) => each.name)).size).toBe(network.layers.length);
  }
});

test("the last feature stays", () => {
  const one = toggle(PLAIN, "x2");
  expect(featuresOf(one)).toEqual(["x1"]);
  const reading = readFeatures(one);
  expect(reading && toggled(one, ALL, reading, "x1", 100)).toBeNull();
});

test("without the kinds of nodes that it needs nothing is put in", () => {
  const reading = readFeatures(PLAIN);
  expect(reading && toggled(PLAIN, KINDS, reading, "sin_x1", 100)).toBeNull();
});

test("no card of a feature covers another, and the first layer moves on", () => {
  const all = FEATURES.slice(2).reduce(toggle, PLAIN);
  const places = all.nodes.map(({ x, y }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(places.length);
  const last = Math.max(...all.nodes.filter(({ id }) => !["n-a", "n-b"].includes(id)).map(({ x }) => x));
  expect(lookup(all).node.get("n-a")?.x).toBe(last + 224);
  expect(lookup(all).node.get("n-b")?.x).toBe(last + 448);
});

test("what is wired otherwise by hand is left alone", () => {
  const other = { ...PLAIN, layers: [layer("point", "InputLayer", { shape: [8] }), ...PLAIN.layers.slice(1)] };
  expect(readFeatures(other)).toBeNull();
  const squared = toggle(PLAIN, "x1_squared");
  expect(readFeatures({ ...squared, edges: [...squared.edges, edge("point", "b")] })).toBeNull();
});
