// The words of a run's progress, from its status.
import type { RunStatus } from "../messages";
import { duration } from "../ui/format";

interface Progress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  share: number;
  left: string;
}

/** The epoch that is under way counts from 1; at the end of a run it is the last one, all its steps done. */
export function progress(status: RunStatus): Progress {
  const { epochs, steps_per_epoch: steps } = status;
  const done = epochs > 0 && status.epoch >= epochs;
  const epoch = done ? epochs : Math.min(status.epoch + 1, Math.max(1, epochs));
  const step = done ? steps : status.epoch_step;
  const whole = epochs * steps;
  const share = whole > 0 ? Math.max(0, Math.min(1, ((epoch - 1) * steps + step) / whole)) : 0;
  return { epoch, epochs, step, steps, share, left: ending(status) };
}

function ending(status: RunStatus): string {
  if (status.shown !== null) return "looking back";
  switch (status.state) {
    case "preparing":
      return "preparing";
    case "stopping":
      return "stopping";
    case "paused":
      return status.changed ? "paused, changed" : "paused";
    case "stopped":
      return "stopped";
    case "finished":
      return "finished";
    case "failed":
      return "failed";
    case "running":
      return status.seconds_left === null ? "" : `${duration(status.seconds_left)} left`;
    case "idle":
      return "";
  }
}
