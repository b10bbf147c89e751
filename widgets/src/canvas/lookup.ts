// Ways into a network by id and by end, made once a network: edits give new networks, so a network never goes stale.
import type { Edge, Layer, Network, NetworkNode, Note, Problem } from "../messages";

export interface Lookup {
  node: ReadonlyMap<string, NetworkNode>;
  layer: ReadonlyMap<string, Layer>;
  note: ReadonlyMap<string, Note>;
  into: ReadonlyMap<string, readonly Edge[]>;
  from: ReadonlyMap<string, readonly Edge[]>;
  /** How many nodes call a layer. */
  calls: ReadonlyMap<string, number>;
}

const NONE: readonly Edge[] = [];
const made = new WeakMap<Network, Lookup>();

export function lookup(network: Network): Lookup {
  const known = made.get(network);
  if (known) return known;
  const calls = new Map<string, number>();
  for (const node of network.nodes) calls.set(node.layer, (calls.get(node.layer) ?? 0) + 1);
  const fresh: Lookup = {
    node: new Map(network.nodes.map((node) => [node.id, node])),
    layer: new Map(network.layers.map((layer) => [layer.id, layer])),
    note: new Map(network.notes.map((note) => [note.id, note])),
    into: grouped(network.edges, "target"),
    from: grouped(network.edges, "source"),
    calls,
  };
  made.set(network, fresh);
  return fresh;
}

export function layerAt(network: Network, nodeId: string): Layer | undefined {
  const { node, layer } = lookup(network);
  return layer.get(node.get(nodeId)?.layer ?? "");
}

/** The edges that enter a node, by port and slot. */
export function edgesInto(network: Network, nodeId: string): readonly Edge[] {
  return lookup(network).into.get(nodeId) ?? NONE;
}

export function edgesFrom(network: Network, nodeId: string): readonly Edge[] {
  return lookup(network).from.get(nodeId) ?? NONE;
}

/** What identifies an edge on the screen; an input takes one wire, so its end and its beginning are enough. */
export function edgeId(edge: Edge): string {
  return `${edge.source}.${edge.output}>${edge.target}.${edge.port}.${edge.slot}`;
}

function grouped(edges: readonly Edge[], end: "source" | "target"): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group) group.push(edge);
    else groups.set(edge[end], [edge]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.port.localeCompare(b.port) || a.slot - b.slot);
  return groups;
}

/** What is said of a node: a problem of the drawing, or a finding of a run. */
type Said = Pick<Problem, "node" | "severity">;

const NOTHING: readonly never[] = [];
const sorted = new WeakMap<readonly Said[], Map<string, Said[]>>();

/** The problems, or findings, of one node, worst first; of a block those of the nodes inside too. */
export function problemsOf<T extends Said>(
  problems: readonly T[],
  nodeId: string,
  block: string | null = null,
): readonly T[] {
  let byNode = sorted.get(problems) as Map<string, T[]> | undefined;
  if (!byNode) {
    byNode = new Map();
    const rank = { error: 0, warning: 1, hint: 2 };
    for (const problem of [...problems].sort((a, b) => rank[a.severity] - rank[b.severity])) {
      if (problem.node === null) continue;
      for (const id of [problem.node, `${problem.node.split("/")[0]}/`]) {
        if (id !== `${problem.node}/`) byNode.set(id, [...(byNode.get(id) ?? []), problem]);
      }
    }
    sorted.set(problems, byNode);
  }
  const own = byNode.get(nodeId) ?? NOTHING;
  const inner = block === null ? undefined : byNode.get(`${block}/`);
  if (!inner || own.length === 0) return inner ?? own;
  const both = `${nodeId} ${block}/`;
  const all = byNode.get(both) ?? [...own, ...inner];
  byNode.set(both, all);
  return all;
}
