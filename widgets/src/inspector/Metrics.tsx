// What is measured beside the loss: chosen to fit the targets, or the user's own list, each with its settings.
import { useStudio } from "../context";
import type { Choice } from "../messages";
import { Icon } from "../ui/Icon";
import { Select } from "./ChoiceField";
import { changed, fresh, kindNamed, kindsOf } from "./objects";
import { SettingsForm } from "./SettingsForm";

interface Props {
  metrics: readonly Choice[] | null;
  label?: string;
  /** What it is called when nothing is said. */
  none?: string;
  disabled: boolean;
  problem: string;
  onChange: (metrics: Choice[] | null) => void;
}

const AUTOMATIC = "";
const NOTHING = "nothing";

export function Metrics({ metrics, label = "metrics", none = "chosen to fit", disabled, problem, onChange }: Props) {
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
  const title = metrics === null ? none : metrics.length === 0 ? "nothing" : "add another…";
  const options = [
    { value: "current", title },
    ...(metrics === null ? [] : [{ value: AUTOMATIC, title: none }]),
    ...(metrics?.length === 0 ? [] : [{ value: NOTHING, title: "nothing" }]),
    ...kinds.map((kind) => ({ value: kind.name, title: kind.name })),
  ];
  return (
    <>
      <div className="setting tall">
        <span className="setting-name">metrics</span>
        <div className="setting-field column">
          <Select
            label={label}
            value="current"
            options={options}
            disabled={disabled}
            testid={`setting-${label}`}
            onPick={add}
          />
          {problem && (
            <p className="in-error" role="alert">
              {problem}
            </p>
          )}
        </div>
      </div>
      {metrics?.map((metric, place) => (
        <Metric
          // biome-ignore lint/suspicious/noArrayIndexKey: the same metric may stand there twice, with other settings.
          key={`${place}-${metric.kind}`}
          metric={metric}
          disabled={disabled}
          onRemove={() => onChange(metrics.filter((each) => each !== metric))}
          onChange={(settings) => onChange(metrics.map((each) => (each === metric ? { ...each, settings } : each)))}
        />
      ))}
    </>
  );
}

interface MetricProps {
  metric: Choice;
  disabled: boolean;
  onRemove: () => void;
  onChange: (settings: Choice["settings"]) => void;
}

function Metric({ metric, disabled, onRemove, onChange }: MetricProps) {
  const catalog = useStudio((state) => state.start?.catalog);
  const known = kindNamed(kindsOf(catalog, "metrics"), metric.kind);
  return (
    <div className="nested metric" data-testid={`metric-${metric.kind}`}>
      <span className="tag">
        {metric.kind}
        <button
          type="button"
          className="tiny"
          title="Remove"
          aria-label={`Do not measure ${metric.kind}`}
          disabled={disabled}
          onClick={onRemove}
        >
          <Icon name="close" size={10} />
        </button>
      </span>
      {known && known.settings.length > 0 && (
        <SettingsForm
          settings={known.settings}
          values={metric.settings}
          disabled={disabled}
          leading={(setting) => setting.required === true}
          onChange={(name, change) => onChange(changed(metric.settings, name, change))}
        />
      )}
    </div>
  );
}
