// What the play button does, for those who press it by a key or by name.
import type { Surroundings } from "../context";
import { isBusy } from "../messages";
import { obstacle } from "./readiness";

export function playOrPause({ studio }: Pick<Surroundings, "studio">): void {
  const state = studio.store.getState();
  const run = state.status.state;
  if (run === "running" || run === "preparing") void studio.command({ type: "pause" });
  else if (!isBusy(run) && (run === "paused" || !obstacle(state))) void studio.command({ type: "play" });
}
