// On a card: that its layer is new to the run, until it has been trained for an epoch.
import { prefixOf } from "../blocks/paths";
import { useStudio, useView } from "../context";
import type { RunStatus } from "../messages";

/** Whether a layer is new to the run, or, of a block, one inside it. */
export function isNew(anew: RunStatus["anew"], path: string): boolean {
  return anew.some((each) => each === path || each.startsWith(`${path}/`));
}

export function NewBadge({ layer, name, block }: { layer: string; name: string; block: boolean }) {
  const path = useView((state) => prefixOf(state.path)) + layer;
  const fresh = useStudio((state) => isNew(state.status.anew, path));
  if (!fresh) return null;
  const title = block
    ? "Holds layers that are new to this run: they have not been trained for an epoch"
    : "New to this run: it has not been trained for an epoch";
  return (
    <span className="card-new" title={title} data-testid={`new-${name}`}>
      new
    </span>
  );
}
