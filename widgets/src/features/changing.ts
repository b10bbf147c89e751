// The edit that gives the first layer other features of a point: real nodes, put in, taken out and wired as one step.
import { added, freeName, namesOf } from "../canvas/creating";
import { PITCH_X } from "../canvas/geometry";
import { edgeId, lookup } from "../canvas/lookup";
import { downstream } from "../edits";
import type { Edge, Edit, Kind, Network, NetworkNode } from "../messages";
import { FEATURES, type Feature, type Reading, type Role, SCALE } from "./reading";

const KIND: Record<Role, string> = {
  x1: "ops.get_item",
  x2: "ops.get_item",
  x1_squared: "ops.square",
  x2_squared: "ops.square",
  x1_times_x2: "Multiply",
  x1_scaled: "Rescaling",
  x2_scaled: "Rescaling",
  sin_x1: "ops.sin",
  sin_x2: "ops.sin",
  features: "Concatenate",
};

/** From where a node takes its inputs, by port. */
const FEEDS: Partial<Record<Role, readonly [readonly Role[], string]>> = {
  x1_squared: [["x1"], "x"],
  x2_squared: [["x2"], "x"],
  x1_times_x2: [["x1", "x2"], "inputs"],
  x1_scaled: [["x1"], "inputs"],
  x2_scaled: [["x2"], "inputs"],
  sin_x1: [["x1_scaled"], "x"],
  sin_x2: [["x2_scaled"], "x"],
};

/** The columns behind the input, from top to bottom. */
const COLUMNS: readonly (readonly Role[])[] = [
  ["x1", "x2"],
  ["x1_squared", "x1_times_x2", "x2_squared", "x1_scaled", "x2_scaled"],
  ["sin_x1", "sin_x2"],
  ["features"],
];

/** All nodes that these features need; none where the input itself is all that is wanted. */
export function rolesFor(features: ReadonlySet<Feature>): Role[] {
  const chosen = FEATURES.filter((feature) => features.has(feature));
  if (chosen.length === 2 && features.has("x1") && features.has("x2")) return [];
  const needed = new Set<Role>(chosen);
  for (const role of needed) for (const feed of FEEDS[role]?.[0] ?? []) needed.add(feed);
  if (chosen.length > 1) needed.add("features");
  return COLUMNS.flat().filter((role) => needed.has(role));
}

/** Put a feature in, or take it out; null where it is the last one, or where a kind of node is not known. */
export function toggled(
  network: Network,
  kinds: Record<string, Kind>,
  reading: Reading,
  feature: Feature,
  rowHeight: number,
): Edit | null {
  const features = new Set(reading.features);
  if (!features.delete(feature)) features.add(feature);
  const roles = rolesFor(features);
  if (features.size === 0 || roles.some((role) => !kinds[KIND[role]])) return null;

  const nodes = new Map([...reading.nodes].filter(([role]) => roles.includes(role)));
  const places = placesOf(network, reading.input, roles, rowHeight);
  const adding = newNodes(network, kinds, roles, nodes, places);
  for (const [role, { node }] of adding) nodes.set(role, node.id);

  const wanted = edgesOf(reading, features, nodes);
  const gone = new Set([...reading.nodes].filter(([role]) => !nodes.has(role)).map(([, id]) => id));
  const mine = new Set([reading.input, ...reading.nodes.values()]);
  const old = network.edges.filter((edge) => mine.has(edge.source));
  const [wantedIds, oldIds] = [wanted, old].map((edges) => new Set(edges.map(edgeId)));
  const kept = (edge: Edge) => wantedIds?.has(edgeId(edge)) || gone.has(edge.source) || gone.has(edge.target);
  const positions = movedBy(network, reading, nodes, places);
  const edits: Edit[] = [
    ...old.filter((edge) => !kept(edge)).map((edge): Edit => ({ type: "disconnect", edge })),
    ...[...gone].map((node): Edit => ({ type: "remove_node", node })),
    ...[...adding.values()].map(({ edit }) => edit),
    ...wanted
      .filter((edge) => !oldIds?.has(edgeId(edge)))
      .map((edge): Edit => ({ type: "connect", edge, index: null })),
    ...(Object.keys(positions).length > 0 ? [{ type: "move", positions } as Edit] : []),
  ];
  return { type: "batch", edits, label: `${reading.features.has(feature) ? "Remove" : "Add"} feature ${feature}` };
}

type Places = ReadonlyMap<Role, { x: number; y: number }>;

function newNodes(
  network: Network,
  kinds: Record<string, Kind>,
  roles: readonly Role[],
  there: ReadonlyMap<Role, string>,
  places: Places,
): Map<Role, { node: NetworkNode; edit: Edit }> {
  const taken = namesOf(network);
  const made = new Map<Role, { node: NetworkNode; edit: Edit }>();
  for (const role of roles) {
    const kind = kinds[KIND[role]];
    const at = places.get(role);
    if (there.has(role) || !kind || !at) continue;
    const given = role.endsWith("_scaled") ? { scale: SCALE } : {};
    const { node, layer } = added(kind, { network, kinds, data: null }, at, given);
    const key = { x1: ":, 0:1", x2: ":, 1:2" }[role as string];
    const own: NetworkNode = { ...node, arguments: key ? { key } : {} };
    const name = freeName(role, taken);
    taken.add(name);
    made.set(role, {
      node: own,
      edit: { type: "add_node", node: own, layer: { ...layer, name }, node_index: null, layer_index: null },
    });
  }
  return made;
}

/** All wires from the input to what follows the features. */
function edgesOf(reading: Reading, features: ReadonlySet<Feature>, nodes: ReadonlyMap<Role, string>): Edge[] {
  const edge = (source: string, target: string, port: string, slot = 0): Edge => {
    return { source, target, output: 0, port, slot };
  };
  const edges: Edge[] = [];
  for (const [role, node] of nodes) {
    if (role === "x1" || role === "x2") edges.push(edge(reading.input, node, "x"));
    const [feeds, port] = FEEDS[role] ?? [[], ""];
    feeds.forEach((feed, slot) => {
      edges.push(edge(nodes.get(feed) ?? "", node, port, slot));
    });
  }
  const chosen = FEATURES.filter((feature) => features.has(feature));
  const join = nodes.get("features");
  if (join) edges.push(...chosen.map((feature, slot) => edge(nodes.get(feature) ?? "", join, "inputs", slot)));
  const end = join ?? (nodes.size === 0 ? reading.input : (nodes.get(chosen[0] ?? "x1") ?? ""));
  return [...edges, ...reading.leaving.map((each) => edge(end, each.target, each.port, each.slot))];
}

/** In columns behind the input, each centred on it. */
function placesOf(network: Network, input: string, roles: readonly Role[], rowHeight: number): Places {
  const { x = 0, y = 0 } = lookup(network).node.get(input) ?? {};
  const columns = COLUMNS.map((column) => column.filter((role) => roles.includes(role))).filter(({ length }) => length);
  const places = new Map<Role, { x: number; y: number }>();
  columns.forEach((column, number) => {
    column.forEach((role, row) => {
      const down = (row - (column.length - 1) / 2) * rowHeight;
      places.set(role, { x: x + (number + 1) * PITCH_X, y: Math.round(y + down) });
    });
  });
  return places;
}

/** Where nodes go: features to their columns, and what follows on by as many columns as came or went. */
function movedBy(
  network: Network,
  reading: Reading,
  nodes: ReadonlyMap<Role, string>,
  places: Places,
): Record<string, [number, number]> {
  const { node } = lookup(network);
  const positions: Record<string, [number, number]> = {};
  for (const [role, id] of nodes) {
    const [at, old] = [places.get(role), node.get(id)];
    if (at && old && !old.pinned && (old.x !== at.x || old.y !== at.y)) positions[id] = [at.x, at.y];
  }
  const start = node.get(reading.input)?.x ?? 0;
  const edge = Math.max(start, ...[...places.values()].map((place) => place.x)) + PITCH_X;
  const following = downstream(
    network,
    reading.leaving.map((each) => each.target),
  );
  const nearest = Math.min(...reading.leaving.map((each) => node.get(each.target)?.x ?? edge));
  const by = Number.isFinite(nearest) ? edge - nearest : 0;
  for (const id of following) {
    const each = node.get(id);
    if (by !== 0 && each && !each.pinned) positions[id] = [each.x + by, each.y];
  }
  return positions;
}
