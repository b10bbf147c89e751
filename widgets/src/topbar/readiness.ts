// Whether the network can be trained now, and if not, why in a few words, and where to look.
import type { StudioState } from "../state";
import { counted } from "../ui/format";
import type { DockTab } from "../view";

interface Obstacle {
  reason: string;
  /** The whole sentence, for the title. */
  sentence: string;
  tab: DockTab;
  node: string | null;
  errors: number;
}

/** What keeps the play button disabled; null when nothing does. */
export function obstacle(state: Pick<StudioState, "network" | "report" | "data" | "start">): Obstacle | null {
  if (state.network.nodes.length === 0) {
    const sentence = "The canvas is empty. Drag a layer onto it, or open a template.";
    return { reason: "Draw a network to train", sentence, tab: "problems", node: null, errors: 0 };
  }
  const errors = state.report.problems.filter((problem) => problem.severity === "error");
  const first = errors[0];
  if (state.data === null && errors.every((problem) => problem.node === null)) {
    const sentence = first?.message ?? "There is no data to train on. Choose a data set in the Data tab.";
    return { reason: "Choose data to train", sentence, tab: "data", node: null, errors: 0 };
  }
  if (!first) return null;
  const node = errors.find((problem) => problem.node !== null)?.node ?? null;
  return {
    reason: `Fix ${counted(errors.length, "problem")} to train`,
    sentence: first.message,
    tab: "problems",
    node,
    errors: errors.length,
  };
}
