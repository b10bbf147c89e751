// Wires by key: from an output that is marked to another node, into the input that is free there, or into one that is chosen.
import { kindOf } from "../blocks/kinds";
import type { Surroundings } from "../context";
import type { Edge } from "../messages";
import type { Inlet } from "./ends";
import { card } from "./geometry";
import { join } from "./joining";
import { edgesInto, layerAt, lookup } from "./lookup";
import { say } from "./steering";
import { plan } from "./wiring";

interface Here {
  node: string;
  name: string;
}

/** The node that was selected last; says what to do where there is none. */
function here(around: Surroundings): Here | null {
  const { network } = around.studio.store.getState();
  const node = around.view
    .getState()
    .nodes.filter((id) => lookup(network).node.has(id))
    .at(-1);
  const name = node && layerAt(network, node)?.name;
  if (node && name) return { node, name };
  say(around, "Select a node first; then L marks its output, and L on another node connects them.");
  return null;
}

/** The output that is marked on another node than this. */
function markedElsewhere({ studio, view }: Surroundings, node: string) {
  const { marked } = view.getState();
  const there = marked && marked.node !== node && lookup(studio.store.getState().network).node.has(marked.node);
  return there ? marked : null;
}

/** Mark an output of the selected node, its next one, or, with another node marked, wire that to the selected one. */
export function markOrConnect(around: Surroundings): void {
  const at = here(around);
  if (!at) return;
  const { studio, view } = around;
  const { network, kinds, report } = studio.store.getState();
  const from = markedElsewhere(around, at.node);
  if (!from) {
    mark(around, at);
    return;
  }
  const { aimed } = view.getState();
  const inlet = aimed && inletsOf(around, at.node).find((each) => aimed.node === at.node && same(each, aimed));
  const to = { node: at.node, inlet: inlet ? { port: inlet.port, slot: inlet.slot } : null };
  if (join(around, plan(network, kinds, from, to, null, report.nodes))) {
    view.setState({ marked: null, aimed: null });
    const which = inlet ? `, at ${inlet.words}` : "";
    say(around, `Connected ${layerAt(network, from.node)?.name ?? ""} to ${at.name}${which}.`);
  }
}

function mark(around: Surroundings, { node, name }: Here): void {
  const { studio, view } = around;
  const { marked } = view.getState();
  const outputs = Math.max(studio.store.getState().report.nodes[node]?.outputs.length ?? 1, 1);
  const output = marked?.node === node ? marked.output + 1 : 0;
  const next = output < outputs ? { node, output } : null;
  view.setState({ marked: next, aimed: null });
  const which = outputs > 1 ? `Output ${output + 1} of ${outputs} of ${name}` : `The output of ${name}`;
  say(around, next ? `${which} is marked; go to another node and press L.` : "Nothing is marked.");
}

/** Choose the input of the selected node that the next L wires, from one to the next, those that have a wire too. */
export function aim(around: Surroundings): void {
  const at = here(around);
  if (!at) return;
  const { view, studio } = around;
  if (!markedElsewhere(around, at.node)) {
    say(around, "Mark an output of another node with L first; then Shift+L chooses the input here that it goes to.");
    return;
  }
  const inlets = inletsOf(around, at.node);
  const { aimed } = view.getState();
  const before = aimed?.node === at.node ? inlets.findIndex((each) => same(each, aimed)) : -1;
  const next = inlets[(before + 1) % inlets.length];
  if (!next) {
    say(around, `${at.name} takes no wire.`);
    return;
  }
  view.setState({ aimed: { node: at.node, port: next.port, slot: next.slot } });
  const { network } = studio.store.getState();
  const taken = next.edge && layerAt(network, next.edge.source)?.name;
  const deed = taken ? `has the wire from ${taken}; L replaces it` : "is free; L connects there";
  say(around, `Input ${((before + 1) % inlets.length) + 1} of ${inlets.length} of ${at.name}, ${next.words}, ${deed}.`);
}

/** The places where a wire can enter a node, as its card has them, with what each is called. */
function inletsOf({ studio }: Surroundings, node: string): (Inlet & { edge: Edge | null; words: string })[] {
  const { network, kinds } = studio.store.getState();
  const { inlets } = card(kindOf(kinds, layerAt(network, node)), edgesInto(network, node), false);
  const several = (port: string) => inlets.filter((each) => each.port === port).length > 1;
  return inlets.map(({ port, slot, edge }) => ({
    port,
    slot,
    edge,
    words: several(port) ? `${port} ${slot + 1}` : port,
  }));
}

const same = (a: Inlet, b: Inlet): boolean => a.port === b.port && a.slot === b.slot;
