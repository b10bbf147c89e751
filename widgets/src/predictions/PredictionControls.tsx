// Which answers are looked at, and how; and what they come to.
import { useSurroundings, useView } from "../context";
import { count, counted, measured, percent } from "../ui/format";
import { FIRST_LOOK, type Look, type Seen, type Show, shownOf, showsOf } from "./predictions";

interface Props {
  seen: Seen | null;
  outputs: readonly string[];
  width: number;
}

export function PredictionControls({ seen, outputs, width }: Props) {
  const { view } = useSurroundings();
  const look = useView((state) => state.predicted);
  const change = (some: Partial<Look>) => view.setState({ predicted: { ...look, ...some } });
  const kind = seen?.head.kind ?? "classes";
  const show = shownOf(kind, look.show);
  return (
    <div className="prediction-controls" style={{ width }}>
      {outputs.length > 1 && (
        <label className="explain-row">
          <span className="secondary">Output</span>
          <select
            value={look.output}
            data-testid="predictions-output"
            onChange={(event) => change({ ...FIRST_LOOK, output: Number(event.target.value) })}
          >
            {outputs.map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {seen && (
        <label className="explain-row">
          <span className="unseen">View</span>
          <select
            value={show}
            data-testid="predictions-show"
            onChange={(event) => change({ show: event.target.value as Show })}
          >
            {showsOf(kind).map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {seen && <Unit seen={seen} show={show} look={look} change={change} />}
      {seen && <Facts seen={seen} />}
    </div>
  );
}

interface UnitProps {
  seen: Seen;
  show: Show;
  look: Look;
  change: (some: Partial<Look>) => void;
}

/** Which label or number is looked at, or which class is marked among the curves. */
function Unit({ seen, show, look, change }: UnitProps) {
  const { kind, names, unit } = seen.head;
  const curves = show === "roc" || show === "precision";
  if (kind === "classes" ? !curves || seen.curves.length < 2 : names.length < 2) return null;
  const choices = kind === "classes" ? seen.curves.map((each) => each.of) : names.map((_, i) => i);
  const word = { classes: "Class", labels: "Label", numbers: "Number" }[kind];
  const chosen = kind === "classes" ? (choices.find((each) => each === look.marked) ?? "") : unit;
  return (
    <label className="explain-row">
      <span className="secondary">{word}</span>
      <select
        value={chosen}
        data-testid="predictions-unit"
        onChange={({ target }) => {
          if (kind === "classes") change({ marked: target.value === "" ? null : Number(target.value) });
          else change({ unit: Number(target.value), list: "worst" });
        }}
      >
        {kind === "classes" && <option value="">smallest area</option>}
        {choices.map((each) => (
          <option key={each} value={each}>
            {names[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Facts({ seen }: { seen: Seen }) {
  const { facts, samples, total, source, step, unsound } = seen.head;
  const rows = [
    facts.accuracy === undefined ? null : `${percent(facts.accuracy)} right`,
    facts.mae === undefined ? null : `mean error ${measured(facts.mae)}`,
    facts.rmse === undefined ? null : `root mean square ${measured(facts.rmse)}`,
    facts.bias === undefined ? null : `bias ${measured(facts.bias)}`,
    facts.r2 === undefined ? null : `R² ${measured(facts.r2)}`,
  ].filter((each) => each !== null);
  const of = samples + unsound < total ? `${count(samples)} of ${count(total)}` : count(samples);
  return (
    <div className="prediction-facts" data-testid="predictions-facts">
      {rows.map((text, i) => (i === 0 ? <h3 key={text}>{text}</h3> : <p key={text}>{text}</p>))}
      <p className="secondary">
        of {of} {source} samples
      </p>
      {unsound > 0 && <p className="in-error">{counted(unsound, "answer is", "answers are")} NaN or infinite</p>}
      <p className="secondary">{step === 0 ? "before training" : `after step ${count(step)}`}</p>
    </div>
  );
}
