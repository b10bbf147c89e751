// On a card: that its layer is new to the run, until it has been trained for an epoch.
import { prefixOf } from "../blocks/paths";
import { useStudio, useView } from "../context";
import { newPaths, newWords } from "./anew";

export function NewBadge({ layer, name, block }: { layer: string; name: string; block: boolean }) {
  const path = useView((state) => prefixOf(state.path)) + layer;
  const fresh = useStudio((state) => newPaths(state.status.anew).has(path));
  if (!fresh) return null;
  return (
    <span className="card-new" title={newWords(block)} data-testid={`new-${name}`}>
      new
    </span>
  );
}
