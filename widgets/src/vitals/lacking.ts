// Why there are no gradients to be seen, and what brings them. Pure.
import { isBusy, type RunStatus } from "../messages";

export function lackingWords(state: RunStatus["state"]): string {
  if (state === "idle") return "Press play: how strongly each layer learns is drawn here while the network trains.";
  if (state === "failed") return "The run failed before a step of it was measured. The Doctor tab says what ails it.";
  if (isBusy(state)) return "Nothing is measured yet: a few steps of the run are, as it goes on.";
  if (state === "paused") return "Nothing is measured yet: a few steps are, once the run goes on. Press play.";
  return (
    "The run was too short for a step of it to be measured. Set more epochs and press play; while this tab is open, " +
    "steps are measured more often."
  );
}
