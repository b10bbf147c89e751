// The moments of a run that rests, asked of the kernel whenever they may be others.
import { useEffect, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import { isBusy, type Moments } from "../messages";

/** Null while the run goes on, and until the answer is there. */
export function useMoments(): Moments | null {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const what = useStudio(({ status, revision, training }) =>
    isBusy(status.state) ? "" : `${status.run} ${status.state} ${status.step} ${revision} ${training?.precision}`,
  );
  const run = useStudio((state) => state.status.run);
  const [found, setFound] = useState<Moments | null>(null);
  useEffect(() => {
    if (!live || what === "") return;
    let gone = false;
    studio.request<Moments>({ type: "get_moments" }).then(
      ({ answer }) => gone || setFound(answer),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [studio, live, what]);
  return live && what !== "" && found?.run === run ? found : null;
}
