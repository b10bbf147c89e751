// Play, pause, steps, stop: the verbs of a run, and in words why they can't be used.

import { useShallow } from "zustand/react/shallow";
import { show } from "../blocks/going";
import { useStudio, useSurroundings } from "../context";
import { isBusy, isOpenRun } from "../messages";
import { IconButton } from "../ui/IconButton";
import { obstacle } from "./readiness";

export function RunControls() {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const run = useStudio((state) => state.status.state);
  const changed = useStudio((state) => state.status.changed);
  const blocked = useStudio((state) => obstacle(state) !== null);
  const running = run === "running" || run === "preparing" || run === "stopping";
  const canStart = live && !isBusy(run) && (!blocked || run === "paused");
  const send = (type: "play" | "pause" | "stop" | "reset") => () => void studio.command({ type });
  const step = (unit: "batch" | "epoch") => () => void studio.command({ type: "step", unit });

  return (
    <div className="run-controls" role="toolbar" aria-label="Run">
      {running ? (
        <IconButton
          icon="pause"
          label="Pause"
          keys="Ctrl+Enter"
          testid="pause"
          filled
          disabled={!live || run === "stopping"}
          onClick={send("pause")}
        />
      ) : (
        <IconButton
          icon="play"
          label={changed ? `Go on with ${changed}` : run === "paused" ? "Go on training" : "Train"}
          keys="Ctrl+Enter"
          testid="play"
          filled
          disabled={!canStart}
          onClick={send("play")}
        />
      )}
      <IconButton
        icon="step"
        label="Train one batch"
        testid="step-batch"
        disabled={!canStart}
        onClick={step("batch")}
      />
      <IconButton
        icon="step-epoch"
        label="Train one epoch"
        testid="step-epoch"
        disabled={!canStart}
        onClick={step("epoch")}
      />
      <IconButton
        icon="stop"
        label="Stop; the model keeps its weights"
        testid="stop"
        disabled={!live || !isOpenRun(run) || run === "stopping"}
        onClick={send("stop")}
      />
      <IconButton
        icon="reset"
        label="Begin anew: forget the run and its weights"
        testid="reset"
        disabled={!live || isBusy(run) || run === "idle"}
        onClick={send("reset")}
      />
    </div>
  );
}

/** Beside the disabled play button: why, in words; a click goes to the place. */
export function Blocked() {
  const { view } = useSurroundings();
  const why = useStudio(useShallow(obstacle));
  if (!why) return null;
  const look = () => {
    view.setState({ dock: why.tab, dockOpen: true });
    if (why.node) show(view, why.node);
  };
  return (
    <button type="button" className="blocked" title={why.sentence} data-testid="blocked" onClick={look}>
      {why.errors > 0 && <span className="badge">{why.errors}</span>}
      {why.reason}
    </button>
  );
}
