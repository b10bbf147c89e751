// What has become of a cure since it was found: whether it can be applied, is in place, or is of no use any more. Pure.
import { sameEdge } from "../edits";
import type { Cure, Edit, Network, TrainingSettings } from "../messages";
import { applied } from "../problems/preview";

export type CureState = "offered" | "applied" | "outdated";

/** `then` is how the run trains that the cure was found in, `now` how the next one will. */
export function cureState(
  { edit, training }: Pick<Cure, "edit" | "training">,
  network: Network,
  now: TrainingSettings | null,
  then: TrainingSettings | null,
): CureState {
  const changes = Object.entries(training ?? {}).filter(([, value]) => value !== null) as [Name, unknown][];
  if (changes.every(([name, value]) => same(now?.[name], value)) && (!edit || isMade(network, edit))) return "applied";
  // Who has set it otherwise since knows better than the run of before.
  if (changes.some(([name]) => !same(now?.[name], then?.[name]))) return "outdated";
  return edit && !fits(network, edit) ? "outdated" : "offered";
}

type Name = keyof TrainingSettings;

/** Whether the network is as the edit makes it, in what layers there are and how they are set. */
function isMade(network: Network, edit: Edit): boolean {
  const steps = essential(edit);
  return steps.length > 0 && steps.every((step) => hasStep(network, step));
}

function hasStep(network: Network, edit: Edit): boolean {
  switch (edit.type) {
    case "add_node":
      return network.nodes.some((node) => node.id === edit.node.id);
    case "change_setting": {
      const layer = network.layers.find((each) => each.id === edit.layer);
      return layer !== undefined && same(layer.settings[edit.setting], edit.value);
    }
    case "within": {
      const inner = network.layers.find((each) => each.id === edit.layer)?.network;
      return Boolean(inner) && isMade(inner as Network, edit.edit);
    }
    default:
      return false;
  }
}

/** The steps of an edit without wires and places, which follow from the layers. */
function essential(edit: Edit): Edit[] {
  if (edit.type === "batch") return edit.edits.flatMap(essential);
  return edit.type === "connect" || edit.type === "disconnect" || edit.type === "move" ? [] : [edit];
}

function fits(network: Network, edit: Edit): boolean {
  const cut = (edit.type === "batch" ? edit.edits : [edit]).flatMap((each) =>
    each.type === "disconnect" ? [each.edge] : [],
  );
  const there = cut.every((edge) => network.edges.some((each) => sameEdge(each, edge)));
  return there && applied(network, edit) !== null;
}

/** Both are plain values that the kernel has written. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
