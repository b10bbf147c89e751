// How the curves are drawn: smoothing, a logarithmic axis, epochs or steps.
import type { CurveOptions } from "./TrainingTab";

interface Props {
  options: CurveOptions;
  onChange: (options: CurveOptions) => void;
}

export function CurveControls({ options, onChange }: Props) {
  const { smoothing, log, unit } = options;
  return (
    <div className="curve-controls">
      <label title="How calm the train curve is drawn">
        <span className="smoothing-word">Smoothing</span>
        <input
          type="range"
          min={0}
          max={0.95}
          step={0.05}
          value={smoothing}
          aria-label="Smoothing"
          data-testid="smoothing"
          onChange={(event) => onChange({ ...options, smoothing: Number(event.target.value) })}
        />
        <span className="smoothing-value">{smoothing.toFixed(2)}</span>
      </label>
      <button
        type="button"
        className="switch"
        aria-pressed={log}
        title="Logarithmic axis"
        data-testid="log-y"
        onClick={() => onChange({ ...options, log: !log })}
      >
        Log y
      </button>
      <button
        type="button"
        className="switch"
        title="Epochs or steps along the axis"
        data-testid="x-unit"
        onClick={() => onChange({ ...options, unit: unit === "epochs" ? "steps" : "epochs" })}
      >
        by {unit === "epochs" ? "epoch" : "step"}
      </button>
    </div>
  );
}
