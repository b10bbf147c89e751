// The rows of the search: what fits here, and below it what needs another shape, with why and what would adapt it.
import { titleOf } from "../blocks/kinds";
import { kindWord } from "../canvas/words";
import type { Fix, Foresight, Kind, Problem, TensorSpec } from "../messages";
import { wireShape } from "../ui/format";
import { type Found, letters, parse } from "./query";

/** A row that does not fit: why, and the edit that would let it. */
export interface Misfit {
  found: Found;
  reason: string;
  adapter: Fix | null;
}

export interface Rows {
  fitting: Found[];
  misfits: Misfit[];
}

export type Known = ReadonlyMap<string, Foresight | null>;

const OF_SHAPE = new Set(["wrong_rank", "refused", "text_input", "window_too_large", "unequal_shapes", "inner_input"]);

const AXES: Record<number, string> = {
  2: "features",
  3: "steps × channels",
  4: "height × width × channels",
  5: "depth × height × width × channels",
};

export const keyOf = ({ kind, settings }: Found): string => JSON.stringify([kind.name, settings]);

/** The saved blocks of a query stand between the kinds that are called so and those that are found otherwise. */
export function withBlocks(found: readonly Found[], blocks: readonly Kind[], query: string): Found[] {
  const wanted = letters(query);
  const named = blocks.filter((kind) => letters(titleOf(kind.name)).includes(wanted));
  const own = named.map((kind): Found => ({ kind, settings: {}, words: "" }));
  if (wanted === "") return [...found, ...own];
  const name = letters(parse(query).name);
  const called = (row: Found) => letters(kindWord(row.kind.name)).includes(name);
  return [...found.filter(called), ...own, ...found.filter((row) => !called(row))];
}

/** Parts the rows by whether they can take what comes; by the number of axes before the kernel has been heard. */
export function parted(found: readonly Found[], known: Known, given: TensorSpec | undefined): Rows {
  const rows: Rows = { fitting: [], misfits: [] };
  for (const each of found) {
    const foresight = known.get(keyOf(each));
    const problem = foresight?.problems.find(({ code, severity }) => severity === "error" && OF_SHAPE.has(code));
    const { ranks } = each.kind;
    const foreign = !foresight && given !== undefined && ranks.length > 0 && !ranks.includes(given.shape.length);
    if (!problem && !foreign) rows.fitting.push(each);
    else rows.misfits.push({ found: each, reason: reasonOf(each.kind, problem), adapter: problem?.fixes[0] ?? null });
  }
  return rows;
}

function reasonOf(kind: Kind, problem: Problem | undefined): string {
  const axes = AXES[kind.ranks[0] ?? 0];
  if ((!problem || problem.code === "wrong_rank") && axes) return `needs ${axes}`;
  // The sentence begins with whose it is, and the row does too.
  return (
    problem?.message.replace(/^(The window of )?\S+ “[^”]*” (does not)?/, (_, window) =>
      window ? "its window does not" : "",
    ) ?? "needs another shape"
  );
}

/** The words of an adapter behind its row: "add Reshape to 676×32". */
export function adapterWords({ label }: Fix): string {
  return label.startsWith("Insert ") ? `add ${label.slice("Insert ".length)}` : lower(label);
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What leaves the layer, in few letters; or what it still needs. */
export function outputWords({ report, problems }: Foresight): string {
  const [first, ...others] = report.outputs;
  if (first) return `${wireShape(first.shape)}${others.length > 0 ? ` +${others.length}` : ""}`;
  return problems.some(({ code }) => code === "missing_input") ? "needs another wire" : "";
}
