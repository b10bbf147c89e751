// What makes the drawing another than the network of a kept run, as the canvas marks it.
import type { Difference, Edge, NetworkDifference, SettingChange } from "../messages";
import { counted, words } from "../ui/format";

/** The run that the drawing is compared with, and what was found. */
export interface Differing {
  run: string;
  name: string;
  difference: Difference;
  places: NetworkDifference["places"];
}

export type Mark = { how: "added" | "changed"; title: string };

export function isNone(difference: Difference): boolean {
  return Object.values(difference).every((part) => part.length === 0);
}

/** How the card of a layer is marked, or, of a block, that something in it is; null for one that is the same. */
export function markOf({ added, removed, changed }: Difference, path: string): Mark | null {
  if (added.some((layer) => layer.path === path)) return { how: "added", title: "Not in that run" };
  const own = changed.find((layer) => layer.path === path);
  if (own) return { how: "changed", title: own.settings.map(changeWords).join("\n") };
  const inside = [...added, ...removed, ...changed].some((layer) => layer.path.startsWith(`${path}/`));
  return inside ? { how: "changed", title: "Something inside is not as in that run" } : null;
}

/** Whether a wire, between nodes inside the layers of a path, was not in that run. */
export function isAdded({ added_wires }: Difference, prefix: string, edge: Edge): boolean {
  return added_wires.some(
    (wire) =>
      wire.source === prefix + edge.source &&
      wire.target === prefix + edge.target &&
      wire.output === edge.output &&
      wire.port === edge.port,
  );
}

/** “units 32 → 64”: what a setting was in that run, and what it is now. */
export function changeWords({ name, before, after }: SettingChange): string {
  return `${words(name)} ${valueWords(before)} → ${valueWords(after)}`;
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return "default";
  if (typeof value !== "object") return String(value);
  const kind = (value as { kind?: unknown }).kind;
  return typeof kind === "string" ? kind : JSON.stringify(value);
}

/** “2 layers added, 1 changed, 1 removed, 3 wires”. */
export function summaryOf(difference: Difference): string {
  const { added, changed, removed, added_wires, removed_wires } = difference;
  const parts = [
    [added.length, "added"],
    [changed.length, "changed"],
    [removed.length, "removed"],
  ] as const;
  const layers = parts.filter(([amount]) => amount > 0).map(([amount, how]) => `${amount} ${how}`);
  const wires = added_wires.length + removed_wires.length;
  return [...layers, ...(wires > 0 ? [counted(wires, "other wire")] : [])].join(", ");
}
