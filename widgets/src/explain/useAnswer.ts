// What the kernel works out for one command, asked anew when the drawing or the weights are others.
import { useEffect, useState } from "react";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import { type Answer, type Answered, type Command, isBusy } from "../messages";
import { weightsStep } from "../rewind/moments";

/** So long a command must stay as it is before it is sent, in milliseconds. */
const SETTLED = 120;

export interface Asked<A extends Answer> {
  found: Answered<A> | null;
  /** Why there is nothing to show. */
  trouble: string;
  waits: boolean;
  again: () => void;
}

/** Whether, and where, the weights stand still: a run that goes on is explained when it begins and when it rests. */
function useRest(): string {
  return useStudio(({ status }) => `${status.run} ${isBusy(status.state) ? status.state : weightsStep(status)}`);
}

export function useAnswer<A extends Answer>(command: Command | null): Asked<A> {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const revision = useStudio((state) => state.revision);
  const data = useStudio((state) => state.data?.name);
  const rest = useRest();
  const [times, setTimes] = useState(0);
  const [state, setState] = useState({ found: null as Answered<A> | null, trouble: "", waits: false });
  const key = command ? JSON.stringify(command) : "";

  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is another when any of these is.
  useEffect(() => {
    if (!key || !live) return;
    let wanted = true;
    setState((old) => ({ ...old, waits: true }));
    const timer = setTimeout(() => {
      studio.request<A>(JSON.parse(key) as Command).then(
        (found) => wanted && setState({ found, trouble: "", waits: false }),
        (error: Error) => {
          if (!wanted || (error instanceof Failure && error.code === "SupersededError")) return;
          setState({ found: null, trouble: error.message, waits: false });
        },
      );
    }, SETTLED);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [studio, live, key, revision, data, rest, times]);

  return { ...state, again: () => setTimes((old) => old + 1) };
}
