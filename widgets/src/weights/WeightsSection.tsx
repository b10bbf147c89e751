// The weights of the layer that is selected, below its settings: closed until somebody wants them, asked for only then.
import { useState } from "react";
import { prefixOf } from "../blocks/paths";
import { useSurroundings, useView } from "../context";
import { count } from "../ui/format";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { useWeights } from "./useWeights";
import { Distribution, WeightPicture } from "./WeightPictures";

const WIDTH = 263;

export function WeightsSection({ layer }: { layer: string }) {
  const { view } = useSurroundings();
  const open = useView((state) => state.weightsOpen);
  const path = useView((state) => prefixOf(state.path) + layer);
  return (
    <section data-testid="weights">
      <h3 className="weights-head">
        <button
          type="button"
          aria-expanded={open}
          data-testid="weights-open"
          onClick={() => view.setState({ weightsOpen: !open })}
        >
          <Icon name={open ? "chevron-down" : "chevron-right"} size={12} /> Weights
        </button>
      </h3>
      {open && <Shown key={path} layer={path} />}
    </section>
  );
}

function Shown({ layer }: { layer: string }) {
  const [page, setPage] = useState(0);
  const [chosen, setChosen] = useState(0);
  const seen = useWeights(layer, page);
  if (!seen) return <p className="secondary">Reading the weights…</p>;
  if (seen.sentence) return <p className="secondary">{seen.sentence}</p>;
  const weight = seen.weights[Math.min(chosen, seen.weights.length - 1)];
  if (!weight) return null;
  const { picture } = weight;
  const pages = picture.form === "filters" ? Math.ceil(picture.total / 64) : 1;
  return (
    <div className="weights">
      <div className="weights-choice">
        <select
          aria-label="Which weights"
          value={Math.min(chosen, seen.weights.length - 1)}
          data-testid="weights-which"
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {seen.weights.map((each, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a variable is its place: wrappers have several of one name.
            <option key={i} value={i}>
              {each.picture.name} {each.picture.shape.length > 0 ? each.picture.shape.join("×") : "scalar"}
            </option>
          ))}
        </select>
        {pages > 1 && (
          <span className="weights-pages">
            <IconButton
              icon="chevron-left"
              label="Filters before"
              testid="filters-before"
              disabled={page === 0}
              onClick={() => setPage(page - 1)}
            />
            {count(page + 1)}/{count(pages)}
            <IconButton
              icon="chevron-right"
              label="Filters after"
              testid="filters-after"
              disabled={page >= pages - 1}
              onClick={() => setPage(page + 1)}
            />
          </span>
        )}
        <span className="secondary">step {count(seen.step)}</span>
      </div>
      {picture.form === "none" ? (
        <p className="secondary">{picture.sentence}</p>
      ) : (
        <>
          <WeightPicture seen={weight} width={WIDTH} />
          <Distribution seen={weight} width={WIDTH} />
        </>
      )}
    </div>
  );
}
