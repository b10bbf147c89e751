// How the curves are drawn: smoothing, a logarithmic axis, epochs or steps, the learning rate, the whole run again.
import { useStudio, useSurroundings, useView } from "../context";
import { type CurveOptions, rateVaries } from "./curves";
import { Words } from "./FoldingControls";

export function CurveControls() {
  const { view } = useSurroundings();
  const options = useView((state) => state.curves);
  const varies = useStudio((state) => rateVaries(state.history));
  const run = useStudio((state) => state.history.run);
  const zoomed = useView((state) => state.zoom?.run === run);
  const { smoothing, log, unit, rate } = options;
  const one = unit === "epochs" ? "epoch" : "step";
  const change = (changed: Partial<CurveOptions>) => view.setState({ curves: { ...options, ...changed } });
  return (
    <>
      {zoomed && (
        <button
          type="button"
          className="switch"
          title="Show all of the run again, as a double click in a chart does"
          data-testid="whole-run"
          onClick={() => view.setState({ zoom: null })}
        >
          <Words brief="Whole run" full="Show the whole run" />
        </button>
      )}
      <label title="How calm the train curve is drawn">
        <span>Smoothing</span>
        <input
          type="range"
          min={0}
          max={0.95}
          step={0.05}
          value={smoothing}
          aria-label="Smoothing"
          data-testid="smoothing"
          onChange={(event) => change({ smoothing: Number(event.target.value) })}
        />
        <span className="smoothing-value">{smoothing.toFixed(2)}</span>
      </label>
      {varies && (
        <button
          type="button"
          className="switch"
          aria-pressed={rate}
          title="The learning rate of each step"
          data-testid="rate-trace"
          onClick={() => change({ rate: !rate })}
        >
          <Words brief="Rate" full="Learning rate" />
        </button>
      )}
      <button
        type="button"
        className="switch"
        aria-pressed={log}
        title="Logarithmic axis"
        data-testid="log-y"
        onClick={() => change({ log: !log })}
      >
        <Words brief="Log y" full="Logarithmic axis" />
      </button>
      <button
        type="button"
        className="switch"
        title="Epochs or steps along the axis"
        data-testid="x-unit"
        onClick={() => change({ unit: unit === "epochs" ? "steps" : "epochs" })}
      >
        <Words brief={`by ${one}`} full={`Along the axis: ${unit}`} />
      </button>
    </>
  );
}
