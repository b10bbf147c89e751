// Whose mistake a node waits for.
import { useStudio } from "../context";
import type { NodeReport } from "../messages";
import { layerAt } from "./lookup";

/** The name of the layer whose problem keeps a node from being known; empty when nothing does. */
export function useWaitingFor(report: NodeReport | undefined): string {
  return useStudio((state) =>
    report?.state === "waiting" && report.waiting_for ? (layerAt(state.network, report.waiting_for)?.name ?? "") : "",
  );
}
