// What is measured beside the loss: chosen to fit the targets, or the user's own list.
import { useStudio } from "../context";
import type { Choice } from "../messages";
import { Icon } from "../ui/Icon";
import { Select } from "./ChoiceField";
import { fresh, kindsOf } from "./objects";

interface Props {
  metrics: readonly Choice[] | null;
  disabled: boolean;
  problem: string;
  onChange: (metrics: Choice[] | null) => void;
}

const AUTOMATIC = "";
const NOTHING = "nothing";

export function Metrics({ metrics, disabled, problem, onChange }: Props) {
  const catalog = useStudio((state) => state.start?.catalog);
  const kinds = kindsOf(catalog, "metrics");
  const add = (name: string) => {
    if (name === AUTOMATIC) return onChange(null);
    if (name === NOTHING) return onChange([]);
    const kind = kinds.find((each) => each.name === name);
    if (!kind) return;
    const start = fresh(kind);
    onChange([...(metrics ?? []), typeof start === "string" ? { kind: start, settings: {} } : start]);
  };
  const title = metrics === null ? "chosen to fit" : metrics.length === 0 ? "nothing" : "add another…";
  const options = [
    { value: "current", title },
    ...(metrics === null ? [] : [{ value: AUTOMATIC, title: "chosen to fit" }]),
    ...(metrics?.length === 0 ? [] : [{ value: NOTHING, title: "nothing" }]),
    ...kinds
      .filter((kind) => !metrics?.some((metric) => metric.kind === kind.name))
      .map((kind) => ({ value: kind.name, title: kind.name })),
  ];
  return (
    <div className="setting tall">
      <span className="setting-name">metrics</span>
      <div className="setting-field column">
        {metrics?.map((metric) => (
          <span className="tag" key={metric.kind} title={JSON.stringify(metric.settings)}>
            {metric.kind}
            <button
              type="button"
              className="tiny"
              title="Remove"
              aria-label={`Do not measure ${metric.kind}`}
              disabled={disabled}
              onClick={() => onChange(metrics.filter((each) => each !== metric))}
            >
              <Icon name="close" size={10} />
            </button>
          </span>
        ))}
        <Select
          label="metrics"
          value="current"
          options={options}
          disabled={disabled}
          testid="setting-metrics"
          onPick={add}
        />
        {problem && (
          <p className="in-error" role="alert">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
