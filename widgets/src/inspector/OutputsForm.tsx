// Of a network with several outputs: the loss, its weight and the metrics of each, where they are not those of all.

import { edgesFrom, lookup } from "../canvas/lookup";
import { useStudio } from "../context";
import type { Network, Setting, TrainingSettings } from "../messages";
import { ChoiceForm } from "./ChoiceForm";
import { Metrics } from "./Metrics";
import { SettingRow } from "./SettingRow";

type ByOutput = Pick<TrainingSettings, "output_losses" | "output_metrics" | "loss_weights">;

interface Props {
  training: TrainingSettings;
  disabled: boolean;
  problems: Partial<Record<keyof ByOutput, string>>;
  onChange: (name: keyof ByOutput, value: ByOutput[keyof ByOutput]) => void;
}

const WEIGHT: Setting = {
  name: "loss weight",
  type: "float",
  default: 1,
  minimum: 0,
  help: "How much this output's loss counts beside the others.",
};

/** The names of a model's outputs: of the layers whose values it returns, in the order of their nodes. */
export function outputNames(network: Network): string[] {
  const { layer } = lookup(network);
  const ends = network.nodes.filter(
    (node) => (node.exposes ?? (edgesFrom(network, node.id).length === 0 ? [0] : [])).length > 0,
  );
  return [...new Set(ends.map((node) => layer.get(node.layer)?.name ?? ""))];
}

/** A record with one entry changed, or without it. */
function withEntry<T>(record: Record<string, T>, name: string, value: T | null): Record<string, T> {
  const { [name]: _, ...others } = record;
  return value === null ? others : { ...others, [name]: value };
}

export function OutputsForm({ training, disabled, problems, onChange }: Props) {
  const network = useStudio((state) => state.network);
  const outputs = outputNames(network);
  // A notebook saved by an earlier version says nothing of outputs.
  const { output_losses: losses = {}, output_metrics: metrics = {}, loss_weights: weights = {} } = training;
  const said = [...Object.keys(losses), ...Object.keys(metrics), ...Object.keys(weights)];
  const gone = [...new Set(said)].filter((name) => !outputs.includes(name));
  const names = outputs.length > 1 ? outputs : [];
  if (names.length + gone.length === 0) return null;
  const forget = (name: string) => {
    if (name in losses) onChange("output_losses", withEntry(losses, name, null));
    if (name in metrics) onChange("output_metrics", withEntry(metrics, name, null));
    if (name in weights) onChange("loss_weights", withEntry(weights, name, null));
  };
  return (
    <div className="by-output" data-testid="by-output">
      {names.map((name) => (
        <fieldset key={name} data-testid={`output-${name}`}>
          <legend>Output {name}</legend>
          <ChoiceForm
            label={`loss of ${name}`}
            title="loss"
            family="losses"
            choice={losses[name] ?? null}
            none="as above"
            disabled={disabled}
            folded
            onChange={(choice) => onChange("output_losses", withEntry(losses, name, choice))}
          />
          <SettingRow
            setting={WEIGHT}
            value={weights[name]}
            disabled={disabled}
            problem=""
            onChange={({ value, reset }) =>
              onChange("loss_weights", withEntry(weights, name, reset ? null : (value as number)))
            }
          />
          <Metrics
            label={`metrics of ${name}`}
            none="as above"
            metrics={metrics[name] ?? null}
            disabled={disabled}
            problem=""
            onChange={(chosen) => onChange("output_metrics", withEntry(metrics, name, chosen))}
          />
        </fieldset>
      ))}
      {gone.map((name) => (
        <p key={name} className="setting-notes" data-testid={`gone-${name}`}>
          “{name}” is no output any more.{" "}
          <button type="button" className="link" disabled={disabled} onClick={() => forget(name)}>
            Forget its loss and metrics
          </button>
        </p>
      ))}
      {Object.values(problems).map((problem) => (
        <p key={problem} className="setting-notes in-error" role="alert">
          {problem}
        </p>
      ))}
    </div>
  );
}
