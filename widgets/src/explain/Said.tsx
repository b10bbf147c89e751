// An explanation in words: what is explained, how strong it is, and whether the parts add up to it.
import { layerAt } from "../canvas/lookup";
import { useStudio, useView } from "../context";
import type { SampleExplained } from "../messages";
import { count, measured } from "../ui/format";
import { unitName } from "./explaining";

const NO_NAMES: string[] = [];

export function Said({ answer, width }: { answer: SampleExplained; width: number }) {
  const names = useStudio((state) => state.data?.class_names ?? NO_NAMES);
  const node = useView((state) => state.wish.node);
  const made = useStudio((state) => (node ? layerAt(state.network, node)?.name : undefined));
  const { method, unit, score, curve } = answer;
  return (
    <div className="explain-said" style={{ width }} data-testid="explain-said">
      <h3>
        {method === "maximise"
          ? `Unit ${unit[0]} of ${made ?? answer.layer}`
          : `Why “${unitName(unit, answer.units, names)}”?`}
      </h3>
      {method === "maximise" ? (
        <p>
          {measured(curve[0] ?? 0)} → {measured(score)} in {count(curve.length - 1)} steps
        </p>
      ) : (
        <p title={method === "grad_cam" ? "Before the softmax, where there is one" : undefined}>
          {method === "grad_cam" ? "score" : "answer"} {measured(score)}
        </p>
      )}
      {answer.baseline_score !== null && answer.gap !== null && (
        <p className="secondary">
          {measured(answer.baseline_score)} of zeros; what the values add misses {measured(Math.abs(answer.gap))}
        </p>
      )}
      {answer.layer && method === "grad_cam" && <p className="secondary">in the maps of {answer.layer}</p>}
      {answer.parts.flatMap(({ name, at }) =>
        at
          ? [
              <p className="secondary" key={name}>
                {name} has no gradient: it is taken at {at}
              </p>,
            ]
          : [],
      )}
      <p className="secondary">after step {count(answer.step)}</p>
    </div>
  );
}
