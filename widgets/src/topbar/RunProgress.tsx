// How far the run is, on what machine, how fast; or why it failed.
import { useStudio, useSurroundings } from "../context";
import { isOpenRun } from "../messages";
import { isChecked } from "../state";
import { count } from "../ui/format";
import { Icon } from "../ui/Icon";
import { progress } from "./progress";
import { Blocked } from "./RunControls";
import { obstacle } from "./readiness";

export function RunProgress() {
  const { view } = useSurroundings();
  const status = useStudio((state) => state.status);
  const live = useStudio((state) => state.live);
  const blocked = useStudio((state) => obstacle(state) !== null);
  const checked = useStudio(isChecked);
  if (!live || !checked) return null;
  if (status.state === "failed" && status.problem) {
    return (
      <div role="alert">
        <button
          type="button"
          className="run-failed"
          title={status.problem.message}
          data-testid="run-failed"
          onClick={() => view.setState({ dock: "problems", dockOpen: true })}
        >
          {status.problem.message}
        </button>
      </div>
    );
  }
  if (status.state === "idle" || (blocked && !isOpenRun(status.state))) return <Blocked />;
  const { epoch, epochs, step, steps, share, left } = progress(status);
  return (
    <div className="progress" data-testid="progress" data-state={status.state}>
      <div className="progress-words">
        <span className="progress-epoch" style={{ minWidth: `${6 + 2 * String(epochs).length}ch` }}>
          Epoch <b>{epoch}</b>/{epochs}
        </span>
        <span className="progress-step" style={{ minWidth: `${6 + 2 * String(steps).length}ch` }}>
          step {step}/{steps}
        </span>
        <span className="progress-left">{left}</span>
      </div>
      <div
        className="progress-bar"
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <div style={{ width: `${100 * share}%` }} />
      </div>
    </div>
  );
}

export function Machine() {
  const device = useStudio((state) => state.status.device);
  const strategy = useStudio((state) => state.status.strategy);
  const speed = useStudio((state) => state.status.steps_per_second);
  const running = useStudio((state) => state.status.state === "running");
  const checked = useStudio(isChecked);
  if (!checked) return null;
  return (
    <>
      <span className="chip" title={strategy || `Training runs on the ${device}`} data-testid="device">
        <Icon name="chip" size={14} />
        {device}
      </span>
      <span className="speed" data-testid="speed">
        {running && speed !== null ? `${count(speed)} steps/s` : ""}
      </span>
    </>
  );
}
