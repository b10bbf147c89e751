// On a card: that its layer was not in the run that the drawing is compared with, or was set otherwise.
import { prefixOf } from "../blocks/paths";
import { useView } from "../context";
import { markOf } from "./difference";

const SIGNS = { added: "+", changed: "~" } as const;

export function DifferenceMark({ layer, name }: { layer: string; name: string }) {
  const path = useView((state) => prefixOf(state.path)) + layer;
  const differing = useView((state) => state.differing);
  const mark = differing && markOf(differing.difference, path);
  if (!mark) return null;
  return (
    <span className={`card-differs ${mark.how}`} title={mark.title} data-testid={`differs-${name}`}>
      {SIGNS[mark.how]} {mark.how}
    </span>
  );
}
