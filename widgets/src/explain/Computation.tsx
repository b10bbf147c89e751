// How one value of a node came about, with the numbers: the window and its kernel or the largest terms, and their sum.
import { useMemo } from "react";
import { useSurroundings, useView } from "../context";
import type { ComputationShown } from "../messages";
import { measured } from "../ui/format";
import { IconButton } from "../ui/IconButton";
import { axisNames, windowOf } from "./computing";
import { Grids } from "./Grids";
import { Terms } from "./Terms";
import { useAnswer } from "./useAnswer";

/** The model computes in half or single precision, and these steps in double. */
const CLOSE = 1e-2;

export function Computation({ node, position }: { node: string; position: number[] }) {
  const { view } = useSurroundings();
  const id = useView((state) => state.id);
  const sample = useView((state) => state.sample);
  const { found, trouble, waits } = useAnswer<ComputationShown>({
    type: "show_computation",
    view: id,
    node,
    sample,
    position,
  });
  const window = useMemo(() => found && windowOf(found), [found]);
  const answer = found?.answer;
  return (
    <section
      className={waits ? "computation waits" : "computation"}
      aria-label="How this value was computed"
      aria-busy={waits}
      data-testid="computation"
    >
      <header>
        <h3>How this value was computed</h3>
        {answer && <Place answer={answer} node={node} />}
        <IconButton
          icon="close"
          label="Close"
          testid="computation-close"
          onClick={() => view.setState({ computed: null })}
        />
      </header>
      {trouble && <p role="status">{trouble}</p>}
      {answer && (
        <>
          <Sum answer={answer} />
          <Facts answer={answer} />
          {window ? <Grids window={window} /> : <Terms answer={answer} />}
        </>
      )}
    </section>
  );
}

/** The index of the value, a field an axis. */
function Place({ answer, node }: { answer: ComputationShown; node: string }) {
  const { view } = useSurroundings();
  const names = axisNames(answer.shape.length);
  const go = (axis: number, value: number) => {
    const size = answer.shape[axis] ?? 1;
    if (!Number.isInteger(value) || value < 0 || value >= size) return;
    view.setState({ computed: { node, position: answer.position.map((old, i) => (i === axis ? value : old)) } });
  };
  return (
    <span className="computation-place">
      {names.map((name, axis) => (
        <label key={name} className="secondary">
          {name}{" "}
          <input
            type="number"
            min={0}
            max={(answer.shape[axis] ?? 1) - 1}
            value={answer.position[axis] ?? 0}
            data-testid={`computation-${name.replace(" ", "-")}`}
            onChange={(event) => go(axis, Number(event.target.value))}
          />
        </label>
      ))}
    </span>
  );
}

function Sum({ answer }: { answer: ComputationShown }) {
  const { total, bias, activation, value, real } = answer;
  const differs = Math.abs(value - real) > CLOSE * Math.max(1, Math.abs(real));
  return (
    <p className="computation-sum" data-testid="computation-sum">
      <span className="secondary">{answer.operation}:</span> {measured(total - bias)}
      {bias !== 0 && (
        <>
          {" "}
          {bias < 0 ? "−" : "+"} <span title="bias">{measured(Math.abs(bias))}</span>{" "}
          <span className="secondary">(bias)</span> = {measured(total)}
        </>
      )}
      {activation !== "linear" && (
        <>
          {" "}
          <span className="secondary">→ {activation} →</span> <b>{measured(value)}</b>
        </>
      )}
      {differs && <span className="in-error"> The model itself gives {measured(real)}.</span>}
    </p>
  );
}

function Facts({ answer }: { answer: ComputationShown }) {
  const facts = Object.entries(answer.facts);
  if (facts.length === 0) return null;
  return (
    <p className="secondary" data-testid="computation-facts">
      {facts.map(([name, value]) => `${name} ${measured(value)}`).join(" · ")}
    </p>
  );
}
