// How the network is trained: optimizer, loss, metrics, batches and epochs.
import { useState } from "react";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import type { Setting, TrainingSettings } from "../messages";
import { Icon } from "../ui/Icon";
import { ChoiceForm } from "./ChoiceForm";
import { configure } from "./configuring";
import { FindRate } from "./FindRate";
import { Metrics } from "./Metrics";
import { OutputsForm } from "./OutputsForm";
import { SettingRow } from "./SettingRow";

type Plain = "batch_size" | "epochs" | "seed" | "validation_split" | "shuffle" | "jit_compile" | "precision";

const FIRST: Setting[] = [
  {
    name: "batch_size",
    type: "integer",
    required: true,
    minimum: 1,
    help: "Samples whose gradient is averaged for one step.",
  },
  { name: "epochs", type: "integer", required: true, minimum: 1, help: "How often the run goes through the data." },
];
const FURTHER: Setting[] = [
  {
    name: "validation_split",
    type: "float",
    default: 0.2,
    required: true,
    minimum: 0,
    maximum: 0.99,
    help: "The share of the samples held back, when the data brings no validation set of its own.",
  },
  {
    name: "seed",
    type: "integer",
    default: 0,
    required: true,
    minimum: 0,
    help: "Makes first weights and shuffling repeatable.",
  },
  { name: "shuffle", type: "boolean", default: true, required: true, help: "Whether each epoch has its own order." },
  {
    name: "jit_compile",
    type: "choice",
    default: "auto",
    required: true,
    choices: ["auto", "on", "off"],
    help: "Whether XLA compiles the step; auto measures both ways and takes the faster.",
  },
  {
    name: "precision",
    type: "choice",
    default: "default",
    required: true,
    choices: ["default", "float32", "mixed_float16", "mixed_bfloat16", "float64"],
    help: "The precision of the layers that have no dtype of their own. The mixed ones compute in 16 bits and keep the weights in float32: faster on a GPU, not on a CPU. default is Keras's own setting, float32 as a rule.",
  },
];

function pick(all: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

export function TrainingForm() {
  const { studio } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  const training = useStudio((state) => state.training);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [open, setOpen] = useState(false);
  if (!training) return null;

  const change = (name: keyof TrainingSettings) => async (value: unknown) => {
    setRefused(({ [name]: _, ...others }) => others);
    const error = await configure(studio, { [name]: value });
    if (!error) return;
    const setting = error instanceof Failure && error.setting ? error.setting : name;
    setRefused((old) => ({ ...old, [setting in training ? setting : name]: error.message }));
  };
  const row = (setting: Setting) => {
    const name = setting.name as Plain;
    return (
      <SettingRow
        key={name}
        setting={setting}
        value={training[name]}
        disabled={!drawable}
        problem={refused[name] ?? ""}
        onChange={({ value, reset }) => void change(name)(reset ? setting.default : value)}
      />
    );
  };
  return (
    <section data-testid="training-form">
      <h3>Training</h3>
      <ChoiceForm
        label="optimizer"
        family="optimizers"
        choice={training.optimizer}
        disabled={!drawable}
        problem={refused.optimizer ?? ""}
        onChange={change("optimizer")}
      />
      <FindRate
        disabled={!drawable}
        onUse={(rate) => {
          const { kind, settings = {} } = training.optimizer;
          void change("optimizer")({ kind, settings: { ...settings, learning_rate: rate } });
        }}
      />
      <ChoiceForm
        label="loss"
        family="losses"
        choice={training.loss}
        none="chosen to fit"
        disabled={!drawable}
        folded
        problem={refused.loss ?? ""}
        onChange={change("loss")}
      />
      <Metrics
        metrics={training.metrics}
        disabled={!drawable}
        problem={refused.metrics ?? ""}
        onChange={change("metrics")}
      />
      <OutputsForm
        training={training}
        disabled={!drawable}
        problems={pick(refused, ["output_losses", "output_metrics", "loss_weights"])}
        onChange={(name, value) => void change(name)(value)}
      />
      {FIRST.map(row)}
      <button
        type="button"
        className="fold"
        aria-expanded={open}
        data-testid="more-training"
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? "chevron-down" : "chevron-right"} size={12} />
        <span className="fold-words">{open ? "fewer settings" : `${FURTHER.length} more settings`}</span>
      </button>
      {open && FURTHER.map(row)}
    </section>
  );
}
