// A large network opens in stages, a task for each, so that none of them holds up the page.
import { useEffect, useState } from "react";
import { useSurroundings } from "../context";
import { FEW } from "../far/level";

/** How many of so many stages have begun; all at once where the network was small when it was opened. */
export function useStages(count: number): number {
  const { studio } = useSurroundings();
  const [stage, setStage] = useState(() => (studio.store.getState().network.nodes.length > FEW ? 0 : count));
  useEffect(() => {
    if (stage >= count) return;
    const timer = setTimeout(() => setStage(stage + 1));
    return () => clearTimeout(timer);
  }, [stage, count]);
  return stage;
}
