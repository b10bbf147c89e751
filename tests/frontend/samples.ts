// Small drawings and kinds that the canvas's tests share.
import { EMPTY } from "../../widgets/src/edits";
import type { Edge, Kind, Layer, Network, NetworkNode, Port, Setting } from "../../widgets/src/messages";

const INPUTS: Port = { name: "inputs", optional: false, many: false };

export function kind(name: string, given: Partial<Kind> = {}): Kind {
  return {
    name,
    group: "Core",
    summary: "",
    settings: [],
    ports: [INPUTS],
    arguments: [],
    outputs: 1,
    ranks: [],
    obstacle: "",
    url: "",
    ...given,
  };
}

const units: Setting = { name: "units", type: "integer", required: true, default: 32, prominent: true };
const activation: Setting = {
  name: "activation",
  type: "object",
  family: "activations",
  default: null,
  prominent: true,
};

export const KINDS: Record<string, Kind> = Object.fromEntries(
  [
    kind("InputLayer", {
      group: "Input",
      ports: [],
      settings: [{ name: "shape", type: "tuple", required: true, prominent: true }],
    }),
    kind("Dense", { settings: [units, activation], summary: "A densely connected layer." }),
    kind("MaxPooling2D", {
      group: "Pooling",
      settings: [
        { name: "pool_size", type: "tuple", default: [2, 2], length: 2, prominent: true },
        { name: "strides", type: "tuple", optional: true, length: 2, prominent: true },
      ],
    }),
    kind("LayerNormalization", { settings: [{ name: "axis", type: "tuple", default: -1, prominent: true }] }),
    kind("Conv2D", {
      group: "Convolution",
      summary: "Slides filters over an image.",
      settings: [
        { name: "filters", type: "integer", required: true, default: 32, prominent: true },
        { name: "kernel_size", type: "tuple", length: 2, required: true, default: 3, prominent: true },
        { name: "strides", type: "tuple", length: 2, default: [1, 1], prominent: true },
        { name: "padding", type: "choice", choices: ["valid", "same"], default: "valid", prominent: true },
        activation,
      ],
    }),
    kind("Conv2DTranspose", { group: "Convolution", settings: [{ ...units, name: "filters" }] }),
    kind("Dropout", {
      group: "Regularisation",
      settings: [{ name: "rate", type: "float", required: true, default: 0.5, prominent: true }],
    }),
    kind("Add", { group: "Merging", ports: [{ name: "inputs", optional: false, many: true }] }),
    kind("Subtract", { group: "Merging", ports: [{ name: "inputs", many: true, least: 2, most: 2 }] }),
    kind("Attention", {
      group: "Attention",
      ports: [
        { name: "query", optional: false, many: false },
        { name: "value", optional: false, many: false },
        { name: "mask", optional: true, many: false },
      ],
    }),
    kind("Lambda", { obstacle: "It holds Python code." }),
  ].map((each) => [each.name, each]),
);

export function layer(name: string, kindName: string, settings: Record<string, unknown> = {}): Layer {
  return { id: `l-${name}`, kind: kindName, name, settings, trainable: true, network: null, repeat: 1, shared: false };
}

export function node(name: string, x = 0, y = 0): NetworkNode {
  return { id: `n-${name}`, layer: `l-${name}`, x, y, arguments: {}, exposes: null, bypassed: false, pinned: false };
}

export function edge(source: string, target: string, port = "inputs", slot = 0): Edge {
  return { source: `n-${source}`, target: `n-${target}`, output: 0, port, slot };
}

/** image -> a -> b, with an unwired Add called sum. */
export const CHAIN: Network = {
  name: "chain",
  layers: [
    layer("image", "InputLayer", { shape: [8] }),
    layer("a", "Dense", { units: 4 }),
    layer("b", "Dense", { units: 2 }),
    layer("sum", "Add"),
  ],
  nodes: [node("image", 0), node("a", 224), node("b", 448), node("sum", 672)],
  edges: [edge("image", "a"), edge("a", "b")],
  notes: [],
  signature: EMPTY.signature,
};
