// The browser's copy of what an edit does, so that an edit shows before the kernel has answered. The kernel decides.
import { layerWord } from "./blocks/words";
import type { Edge, Edit, Layer, Network, NetworkNode, Note } from "./messages";

/** Why an edit does not fit; its message is a sentence to show. */
export class Refusal extends Error {}

export const EMPTY: Network = {
  name: "network",
  layers: [],
  nodes: [],
  edges: [],
  signature: { sequential: false, inputs: "plain", outputs: "plain", returned: [] },
  notes: [],
};

function layerOf(network: Network, nodeId: string): Layer | undefined {
  const node = network.nodes.find((each) => each.id === nodeId);
  return node && network.layers.find((each) => each.id === node.layer);
}

/** The given nodes and all that can be reached from them. */
export function downstream(network: Network, from: Iterable<string>): Set<string> {
  const targets = new Map<string, string[]>();
  for (const { source, target } of network.edges) {
    const known = targets.get(source);
    if (known) known.push(target);
    else targets.set(source, [target]);
  }
  const reached = new Set<string>();
  const front = [...from];
  for (let id = front.pop(); id !== undefined; id = front.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    front.push(...(targets.get(id) ?? []));
  }
  return reached;
}

export function sameEdge(a: Edge, b: Edge): boolean {
  return (
    a.source === b.source && a.target === b.target && a.output === b.output && a.port === b.port && a.slot === b.slot
  );
}

/** How many nodes and notes a drawing has at most, what is inside of its blocks included. */
const LIMITS = { nodes: 10_000, notes: 2_000 };

export function apply(network: Network, edit: Edit): Network {
  const more = added(edit);
  if (more > 1) refuseMore("nodes", counted(network, "nodes") + more); // before thousands are put in one by one
  const after = applied(network, edit);
  for (const what of ["nodes", "notes"] as const) {
    // Most edits add nothing: they are not made to count.
    if (after[what].length > network[what].length || edit.type === "within") {
      const count = counted(after, what);
      if (count > counted(network, what)) refuseMore(what, count);
    }
  }
  return after;
}

function refuseMore(what: keyof typeof LIMITS, count: number): void {
  const most = LIMITS[what];
  if (count <= most) return;
  const cure = what === "nodes" ? "Make a block of what repeats, and set how often." : "Delete some first.";
  const number = (value: number) => value.toLocaleString("en");
  throw new Refusal(`A network has at most ${number(most)} ${what}; this one would have ${number(count)}. ${cure}`);
}

/** How many there are, those inside of blocks included. */
function counted(network: Network, what: keyof typeof LIMITS): number {
  return network.layers.reduce(
    (sum, layer) => (layer.network ? sum + counted(layer.network, what) : sum),
    network[what].length,
  );
}

function added(edit: Edit): number {
  switch (edit.type) {
    case "add_node":
      return 1;
    case "remove_node":
      return -1;
    case "within":
      return added(edit.edit);
    case "batch":
      return edit.edits.reduce((sum, each) => sum + added(each), 0);
    default:
      return 0;
  }
}

function applied(network: Network, edit: Edit): Network {
  switch (edit.type) {
    case "add_node": {
      if ([...network.nodes, ...network.notes].some((each) => each.id === edit.node.id))
        throw new Refusal("That node is on the canvas already.");
      const known = network.layers.some((layer) => layer.id === edit.node.layer);
      const layers = edit.layer && !known ? inserted(network.layers, edit.layer, edit.layer_index) : network.layers;
      if (edit.layer && !known) checkName(network, edit.layer.name, edit.layer.id);
      return { ...network, layers, nodes: inserted(network.nodes, edit.node, edit.node_index) };
    }
    case "remove_node":
      return removeNode(network, edit.node);
    case "connect":
      checkEdge(network, edit.edge);
      return { ...network, edges: inserted(network.edges, edit.edge, edit.index) };
    case "disconnect":
      return { ...network, edges: network.edges.filter((edge) => !sameEdge(edge, edit.edge)) };
    case "change_setting":
      return withLayer(network, edit.layer, (layer) => ({
        ...layer,
        settings: changed(layer.settings, edit.setting, edit),
      }));
    case "change_argument":
      return withNode(network, edit.node, (node) => ({
        ...node,
        arguments: changed(node.arguments, edit.argument, edit),
      }));
    case "set_trainable":
      return withLayer(network, edit.layer, (layer) => ({ ...layer, trainable: edit.trainable }));
    case "set_repeat":
      return withLayer(network, edit.layer, (layer) => repeated(layer, edit.repeat, edit.shared));
    case "expose":
      return withNode(network, edit.node, (node) => ({ ...node, exposes: edit.outputs }));
    case "set_bypassed":
      return withNode(network, edit.node, (node) => ({ ...node, bypassed: bypassable(network, node, edit.bypassed) }));
    case "set_pinned":
      return withNode(network, edit.node, (node) => ({ ...node, pinned: edit.pinned }));
    case "set_note":
      return { ...network, notes: withNote(network, edit.note, edit.index) };
    case "remove_note":
      if (!network.notes.some((note) => note.id === edit.note)) throw new Refusal("That note is gone.");
      return { ...network, notes: network.notes.filter((note) => note.id !== edit.note) };
    case "set_signature":
      return { ...network, signature: edit.signature };
    case "rename_layer":
      checkName(network, edit.name, edit.layer);
      return withLayer(network, edit.layer, (layer) => ({ ...layer, name: edit.name }));
    case "rename_network":
      return { ...network, name: edit.name };
    case "move":
      return {
        ...network,
        nodes: network.nodes.map((node) => moved(node, edit.positions)),
        notes: network.notes.map((note) => moved(note, edit.positions)),
      };
    case "replace":
      return edit.network;
    case "within":
      return within(network, edit.layer, edit.edit);
    case "batch":
      return edit.edits.reduce(applied, network);
  }
}

/** Why this edge can't be drawn, in a sentence; null when it can. Shapes are the kernel's business. */
export function edgeRefusal(network: Network, edge: Edge): string | null {
  const names = [layerOf(network, edge.source)?.name, layerOf(network, edge.target)?.name] as const;
  if (names[0] === undefined || names[1] === undefined) return "That node is gone.";
  if (edge.source === edge.target) return `“${names[0]}” can't feed itself; a network flows one way.`;
  const taken = network.edges.some((e) => e.target === edge.target && e.port === edge.port && e.slot === edge.slot);
  if (taken) return `The input “${edge.port}” of “${names[1]}” has a wire already.`;
  if (downstream(network, [edge.target]).has(edge.source)) {
    return `A wire from “${names[0]}” to “${names[1]}” would close a circle; a network flows one way.`;
  }
  return null;
}

function checkEdge(network: Network, edge: Edge): void {
  const reason = edgeRefusal(network, edge);
  if (reason) throw new Refusal(reason);
}

function checkName(network: Network, name: string, layerId: string): void {
  const other = network.layers.find((layer) => layer.name === name && layer.id !== layerId);
  if (other)
    throw new Refusal(
      `The name “${name}” is taken by another ${layerWord(other)}; layer names are unique in a network.`,
    );
}

function bypassable(network: Network, node: NetworkNode, bypassed: boolean): boolean {
  const layer = network.layers.find((each) => each.id === node.layer);
  if (bypassed && layer?.kind === "InputLayer")
    throw new Refusal(`“${layer.name}” is where data enters and can't be bypassed; delete it instead.`);
  return bypassed;
}

function withNote(network: Network, note: Note, index: number | null): Note[] {
  const known = network.notes.some((each) => each.id === note.id);
  if (known) return network.notes.map((each) => (each.id === note.id ? note : each));
  if (network.nodes.some((node) => node.id === note.id)) throw new Refusal("A note needs an id of its own.");
  return inserted(network.notes, note, index);
}

function moved<T extends { id: string; x: number; y: number }>(
  each: T,
  positions: Record<string, readonly number[]>,
): T {
  const [x, y] = positions[each.id] ?? [];
  return x === undefined || y === undefined ? each : { ...each, x, y };
}

function repeated(layer: Layer, repeat: number, shared: boolean): Layer {
  if (repeat < 1) throw new Refusal("A block is repeated at least once.");
  if (!layer.network && (repeat !== 1 || shared)) throw new Refusal(`“${layer.name}” is no block; only those repeat.`);
  return { ...layer, repeat, shared };
}

function removeNode(network: Network, id: string): Network {
  const node = network.nodes.find((each) => each.id === id);
  if (!node) throw new Refusal("That node is gone.");
  const shared = network.nodes.some((other) => other.layer === node.layer && other.id !== id);
  return {
    ...network,
    layers: shared ? network.layers : network.layers.filter((layer) => layer.id !== node.layer),
    nodes: network.nodes.filter((each) => each.id !== id),
    edges: network.edges.filter((edge) => edge.source !== id && edge.target !== id),
  };
}

/** Where data enters a network that is a layer's: the port of each input by the input's layer id, in order. */
export function inputPorts(network: Network): Map<string, string> {
  const layers = new Map(network.layers.map((layer) => [layer.id, layer]));
  const called = network.nodes.map((node) => layers.get(node.layer)).filter((layer) => layer?.kind === "InputLayer");
  const ports = new Map(called.map((layer) => [layer?.id ?? "", layer?.name ?? ""]));
  return ports.size === 1 ? new Map([...ports.keys()].map((id) => [id, "inputs"])) : ports;
}

/** Edit the network inside a layer; wires into the layer follow an input that gets another name. */
function within(network: Network, layerId: string, edit: Edit): Network {
  const layer = network.layers.find((each) => each.id === layerId);
  if (!layer?.network) throw new Refusal(layer ? `“${layer.name}” has no network inside.` : "That layer is gone.");
  const inner = applied(layer.network, edit);
  const after = inputPorts(inner);
  const renamed = new Map<string, string>();
  for (const [id, port] of inputPorts(layer.network)) {
    const now = after.get(id);
    if (now !== undefined && now !== port) renamed.set(port, now);
  }
  const taken = new Set([...renamed.values()].filter((port) => !renamed.has(port)));
  const calls = new Set(network.nodes.filter((node) => node.layer === layerId).map((node) => node.id));
  const edges = network.edges.map((edge) => {
    if (!calls.has(edge.target)) return edge;
    if (taken.has(edge.port))
      throw new Refusal(`A wire stands at “${edge.port}” of “${layer.name}”; take that wire off first.`);
    return { ...edge, port: renamed.get(edge.port) ?? edge.port };
  });
  return { ...withLayer(network, layerId, (old) => ({ ...old, network: inner })), edges };
}

function inserted<T>(values: readonly T[], value: T, index: number | null | undefined): T[] {
  const at = index ?? values.length;
  return [...values.slice(0, at), value, ...values.slice(at)];
}

function withLayer(network: Network, id: string, change: (layer: Layer) => Layer): Network {
  if (!network.layers.some((layer) => layer.id === id)) throw new Refusal("That layer is gone.");
  return { ...network, layers: network.layers.map((layer) => (layer.id === id ? change(layer) : layer)) };
}

function withNode(network: Network, id: string, change: (node: NetworkNode) => NetworkNode): Network {
  if (!network.nodes.some((node) => node.id === id)) throw new Refusal("That node is gone.");
  return { ...network, nodes: network.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

interface Change {
  value: unknown;
  reset: boolean;
  index: number | null;
}

function changed(old: Record<string, unknown>, key: string, change: Change): Record<string, unknown> {
  if (change.reset) return Object.fromEntries(Object.entries(old).filter(([each]) => each !== key));
  if (change.index === null && key in old) return { ...old, [key]: change.value };
  const rest = Object.entries(old).filter(([each]) => each !== key);
  return Object.fromEntries(inserted(rest, [key, change.value] as [string, unknown], change.index));
}
