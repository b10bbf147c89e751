// The drawing from the keyboard: along the wires from node to node.
import type { Surroundings } from "../context";
import type { Network, NetworkNode, Note } from "../messages";
import { CARD_WIDTH } from "./geometry";
import { edgesFrom, edgesInto, lookup } from "./lookup";
import { select } from "./verbs";

export type Way = "left" | "right" | "up" | "down";

type Thing = NetworkNode | Note;

/**
 * The node one step along the wires, or the node or note above or below among those beside it; beside a note the nearest
 * of all. Null where there is none.
 */
export function beside(network: Network, from: string, way: Way): string | null {
  const { node, note } = lookup(network);
  const written = note.get(from);
  if (written) {
    const others = [...network.nodes, ...network.notes].filter((each) => ahead(written, each, way) > 0);
    return nearest(written, others)?.id ?? null;
  }
  const here = node.get(from);
  if (!here) return null;
  if (way === "left" || way === "right") {
    const wires = way === "right" ? edgesFrom(network, from) : edgesInto(network, from);
    const ends = wires.flatMap((edge) => node.get(way === "right" ? edge.target : edge.source) ?? []);
    return nearest(here, ends)?.id ?? null;
  }
  const column = network.notes.filter((each) => each.x < here.x + CARD_WIDTH && each.x + each.width > here.x);
  const others = [...siblings(network, here), ...column].filter((each) => ahead(here, each, way) > 0);
  return nearest(here, others)?.id ?? null;
}

/** How far another one lies in a direction. */
function ahead(here: Thing, other: Thing, way: Way): number {
  if (way === "left" || way === "right") return (other.x - here.x) * (way === "right" ? 1 : -1);
  return (other.y - here.y) * (way === "down" ? 1 : -1);
}

/** Nodes that share a source or a target with this one, and those in its column. */
function siblings(network: Network, here: NetworkNode): NetworkNode[] {
  const { node } = lookup(network);
  const ids = new Set<string>();
  for (const { source } of edgesInto(network, here.id))
    for (const each of edgesFrom(network, source)) ids.add(each.target);
  for (const { target } of edgesFrom(network, here.id))
    for (const each of edgesInto(network, target)) ids.add(each.source);
  for (const each of network.nodes) if (Math.abs(each.x - here.x) < CARD_WIDTH / 2) ids.add(each.id);
  ids.delete(here.id);
  return [...ids].flatMap((id) => node.get(id) ?? []);
}

/** The nearest, what lies in the same row being nearer than what lies in the same column. */
function nearest(here: Thing, others: readonly Thing[]): Thing | null {
  const far = (each: Thing) => Math.abs(each.y - here.y) + Math.abs(each.x - here.x) / 4;
  return others.reduce<Thing | null>((best, each) => (best && far(best) <= far(each) ? best : each), null);
}

/** Select the node or note one step on; where none is selected, the first input. With `more`, besides those selected. */
export function steer(around: Surroundings, way: Way, more = false): void {
  const { network } = around.studio.store.getState();
  const { nodes } = around.view.getState();
  const { node, note } = lookup(network);
  const from = nodes.filter((id) => node.has(id) || note.has(id)).at(-1);
  const first = network.nodes.find(({ id }) => edgesInto(network, id).length === 0) ?? network.notes[0];
  const next = from ? beside(network, from, way) : (first?.id ?? null);
  if (next) {
    select(around, more ? extended(nodes, next) : [next]);
    around.view.setState({ reached: next });
  } else if (from) say(around, `Nothing ${way === "left" ? "before" : way === "right" ? "behind" : way} here.`);
}

/** What is selected after a step to a node: that one too, and the last of them; a step back takes out the one it leaves. */
function extended(nodes: readonly string[], next: string): string[] {
  if (nodes.at(-2) === next) return nodes.slice(0, -1);
  return [...nodes.filter((id) => id !== next), next];
}

/** Have the screen reader say a sentence. */
export function say({ view }: Pick<Surroundings, "view">, text: string): void {
  view.setState({ said: { text } });
}
