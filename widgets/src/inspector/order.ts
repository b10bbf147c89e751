// Which settings stand first, and what is said of those that are folded away.
import type { Setting } from "../messages";
import { counted } from "../ui/format";

interface Ordered {
  first: Setting[];
  rest: Setting[];
}

/** Those that people change first, then those that are changed; where there are neither, the first few. */
export function ordered(settings: readonly Setting[], values: Record<string, unknown>, few = 4): Ordered {
  const prominent = settings.filter((setting) => setting.prominent || setting.required);
  const others = settings.filter((setting) => !prominent.includes(setting));
  const changed = others.filter((setting) => setting.name in values);
  const first = [...prominent, ...changed];
  if (first.length === 0 && settings.length <= few) return { first: [...settings], rest: [] };
  return { first, rest: others.filter((setting) => !changed.includes(setting)) };
}

export function foldedWords(rest: readonly Setting[], values: Record<string, unknown>): [string, string] {
  const changed = rest.filter((setting) => setting.name in values).length;
  return [counted(rest.length, "more setting"), changed === 0 ? "all default" : `${changed} changed`];
}
