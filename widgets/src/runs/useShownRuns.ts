// The kept runs that this view shows in its charts, without those that are gone.
import { useMemo } from "react";
import { useStudio, useView } from "../context";

export function useShownRuns(): readonly string[] {
  const runs = useStudio((state) => state.runs?.runs);
  const chosen = useView((state) => state.shownRuns);
  return useMemo(() => {
    const there = new Set(runs?.map((run) => run.id));
    return chosen.filter((id) => there.has(id));
  }, [runs, chosen]);
}
