// Of a node with values that are NaN or infinite: where they begin, and the way there.
import { Outside } from "../blocks/AtLevel";
import { show } from "../blocks/going";
import { useStudio, useSurroundings, useView } from "../context";
import { useAnswer } from "../explain/useAnswer";
import type { UnsoundFound } from "../messages";

export function Began() {
  return (
    <Outside>
      <Sentence />
    </Outside>
  );
}

function Sentence() {
  const { view } = useSurroundings();
  const id = useView((state) => state.id);
  const sample = useView((state) => state.sample);
  const possible = useStudio((state) => state.live && state.data !== null);
  const { found, trouble } = useAnswer<UnsoundFound>(possible ? { type: "find_unsound", view: id, sample } : null);
  const node = found?.answer.node ?? null;
  return (
    <div className="began" data-testid="began">
      <p className="in-error">{found?.answer.sentence ?? (trouble || "Looking where NaN or ∞ begins …")}</p>
      {node && (
        <button type="button" className="link" data-testid="began-show" onClick={() => show(view, node)}>
          Show where
        </button>
      )}
    </div>
  );
}
