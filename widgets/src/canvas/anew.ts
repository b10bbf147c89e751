// Which layers are new to a run: not trained for an epoch yet.
import type { RunStatus } from "../messages";

const made = new WeakMap<RunStatus["anew"], ReadonlySet<string>>();

/** The paths of the layers that are new, and of the blocks that they are in. Every card asks at every change of the state. */
export function newPaths(anew: RunStatus["anew"]): ReadonlySet<string> {
  const known = made.get(anew);
  if (known) return known;
  const found = new Set(anew);
  for (const path of anew)
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) found.add(path.slice(0, end));
  made.set(anew, found);
  return found;
}

/** What is said of a layer that is new to the run. */
export function newWords(block: boolean): string {
  return block
    ? "Holds layers that are new to this run: they have not been trained for an epoch"
    : "New to this run: it has not been trained for an epoch";
}
