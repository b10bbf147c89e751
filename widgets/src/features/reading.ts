// Which features of a point the drawing computes in front of its first layer, read from its nodes and wires.
import { edgesFrom, edgesInto, layerAt, lookup } from "../canvas/lookup";
import type { Edge, Network } from "../messages";

/** What a first layer can be given of a point, in the order in which it is given. */
export const FEATURES = ["x1", "x2", "x1_squared", "x2_squared", "x1_times_x2", "sin_x1", "sin_x2"] as const;
export type Feature = (typeof FEATURES)[number];

/** Nodes that compute features, by what they are; "features" is the node that joins them. */
export type Role = Feature | "x1_scaled" | "x2_scaled" | "features";

/** A sine of so many radians where the input is 1: three bends over the usual points, as of a plane six times as wide. */
export const SCALE = 6;

export interface Reading {
  input: string;
  /** What the first layer is given. */
  features: ReadonlySet<Feature>;
  /** The nodes that are there, by role. */
  nodes: ReadonlyMap<Role, string>;
  /** The edges that lead on from the features. */
  leaving: readonly Edge[];
}

/** Null where the drawing has no input of two numbers, or where what stands behind it is something else. */
export function readFeatures(network: Network): Reading | null {
  const inputs = network.nodes.filter((node) => layerAt(network, node.id)?.kind === "InputLayer");
  const [input] = inputs;
  const shape = input && layerAt(network, input.id)?.settings.shape;
  if (!input || inputs.length > 1 || !Array.isArray(shape) || shape.length !== 1 || shape[0] !== 2) return null;
  const nodes = new Map<Role, string>();
  const following = edgesFrom(network, input.id);
  for (const { target } of following) {
    const role = sliceRole(network, target);
    if (role && nodes.has(role)) return null;
    if (role) nodes.set(role, target);
  }
  if (nodes.size === 0) {
    return { input: input.id, features: new Set(["x1", "x2"]), nodes, leaving: following };
  }
  if (following.some(({ target }) => ![...nodes.values()].includes(target))) return null;
  if (!findComputed(network, nodes)) return null;
  return withEnds(network, input.id, nodes);
}

function sliceRole(network: Network, node: string): "x1" | "x2" | null {
  if (layerAt(network, node)?.kind !== "ops.get_item") return null;
  const key = String(lookup(network).node.get(node)?.arguments.key ?? "").replaceAll(" ", "");
  return key === ":,0:1" ? "x1" : key === ":,1:2" ? "x2" : null;
}

/** Find what is computed of the two numbers; false where one of them is computed twice. */
function findComputed(network: Network, nodes: Map<Role, string>): boolean {
  const put = (role: Role, node: string) => {
    if (nodes.has(role) && nodes.get(role) !== node) return false;
    nodes.set(role, node);
    return true;
  };
  const [first, second] = [nodes.get("x1"), nodes.get("x2")];
  for (const axis of ["x1", "x2"] as const) {
    for (const { target } of edgesFrom(network, nodes.get(axis) ?? "")) {
      const layer = layerAt(network, target);
      const sources = edgesInto(network, target).map((edge) => edge.source);
      if (layer?.kind === "ops.square") {
        if (!put(`${axis}_squared`, target)) return false;
      } else if (layer?.kind === "Multiply" && sources.length === 2) {
        if (first && second && sources.includes(first) && sources.includes(second) && !put("x1_times_x2", target)) {
          return false;
        }
      } else if (layer?.kind === "Rescaling" && layer.settings.scale === SCALE && !layer.settings.offset) {
        const [next, ...others] = edgesFrom(network, target);
        if (!next || others.length > 0 || layerAt(network, next.target)?.kind !== "ops.sin") continue;
        if (!put(`${axis}_scaled`, target) || !put(`sin_${axis}`, next.target)) return false;
      }
    }
  }
  return true;
}

/** Follow what leaves the features: all into one node that joins them, or all from one feature. */
function withEnds(network: Network, input: string, nodes: Map<Role, string>): Reading | null {
  const known = new Set(nodes.values());
  const ends = FEATURES.flatMap((feature) => {
    const node = nodes.get(feature);
    const leaving = node ? edgesFrom(network, node).filter((edge) => !known.has(edge.target)) : [];
    return leaving.length > 0 ? [{ feature, leaving }] : [];
  });
  const features = new Set(ends.map((end) => end.feature));
  const leaving = ends.flatMap((end) => end.leaving);
  const join = leaving[0]?.target ?? "";
  const joins =
    layerAt(network, join)?.kind === "Concatenate" &&
    leaving.every((edge) => edge.target === join) &&
    edgesInto(network, join).length === leaving.length &&
    ends.every((end) => end.leaving.length === 1);
  if (joins) {
    return { input, features, nodes: new Map([...nodes, ["features", join]]), leaving: edgesFrom(network, join) };
  }
  return ends.length === 1 ? { input, features, nodes, leaving } : null;
}
