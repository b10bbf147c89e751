// The moments of a run that rests, asked of the kernel whenever they may be others.
import { useEffect, useMemo, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import { isBusy, type Moments } from "../messages";

/** Null while the run goes on, and until the answer is there. A layer that is moved asks nothing. */
export function useMoments(): Moments | null {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const what = useStudio(({ status, training }) =>
    isBusy(status.state) || status.run === 0
      ? ""
      : `${status.run} ${status.state} ${status.step} ${training?.precision}`,
  );
  const asks = live && what !== "";
  const run = useStudio((state) => state.status.run);
  const layers = useStudio((state) => state.confirmed.layers);
  const edges = useStudio((state) => state.confirmed.edges);
  const signature = useStudio((state) => state.confirmed.signature);
  const placed = useStudio((state) => state.confirmed.nodes);
  const nodes = useMemo(() => (asks ? JSON.stringify(placed, unplaced) : ""), [asks, placed]);
  const [found, setFound] = useState<Moments | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each of them the drawing may be another one than was trained.
  useEffect(() => {
    if (!asks) return;
    let gone = false;
    studio.request<Moments>({ type: "get_moments" }).then(
      ({ answer }) => gone || setFound(answer),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [studio, asks, what, layers, edges, signature, nodes]);
  return asks && found?.run === run ? found : null;
}

function unplaced(key: string, value: unknown): unknown {
  return key === "x" || key === "y" ? undefined : value;
}
