// The predictions of the drawing's model: anew when it is another, and at ends of epochs while a run goes on.
import { useEffect, useRef, useState } from "react";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import { type Command, type DataSummary, isBusy, type Predicted } from "../messages";
import { weightsStep } from "../rewind/moments";
import { type Seen, seenOf } from "./predictions";

/** So long a command must stay as it is before it is sent, in milliseconds. */
const SETTLED = 120;
/** At most so often while a run goes on, in milliseconds. */
const PAUSE = 1000;
/** So much longer than the kernel took it rests: `PREDICTED` of the kernel's session is this share of the time. */
const REST = 49;
/** How often it is looked whether an epoch has ended. */
const GLANCE = 250;

export interface Asked {
  seen: Seen | null;
  /** Why there is nothing to show. */
  trouble: string;
  waits: boolean;
}

export function usePredictions(command: Command | null): Asked {
  const { studio, root } = useSurroundings();
  const live = useStudio((state) => state.live);
  const revision = useStudio((state) => state.revision);
  const data = useStudio((state) => state.data);
  const held = useStudio(({ training }) => `${training?.validation_split} ${training?.seed}`);
  const rest = useStudio(({ status }) => `${status.run} ${isBusy(status.state) ? status.state : weightsStep(status)}`);
  const [state, setState] = useState({ seen: null as Seen | null, trouble: "", waits: false });
  const key = command ? JSON.stringify(command) : "";
  const run = useStudio(({ status }) => status.run);
  const kept = useRef({ of: "", epoch: 0, cost: 0, last: 0, ended: 0, data: null as DataSummary | null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is another when any of these is.
  useEffect(() => {
    if (!key || !live) return;
    const memory = kept.current;
    if (memory.data !== data) Object.assign(memory, { data, of: "" });
    const what = `${key} ${revision} ${held} ${run}`;
    let gone = false;
    let hidden = false;
    const ask = () => {
      const { epoch } = studio.store.getState().status;
      const began = performance.now();
      const note = (seconds: number) => {
        // The lesser of two, as of observers: the first time makes ready what is there ever after.
        const cost = Math.min(memory.last, seconds);
        Object.assign(memory, { epoch, cost, last: seconds, ended: performance.now() });
      };
      studio
        .request<Predicted>(JSON.parse(key) as Command)
        .then(
          (found) => {
            note(found.answer.seconds);
            if (gone) return;
            memory.of = what;
            setState({ seen: seenOf(found), trouble: "", waits: false });
          },
          (error: Error) => {
            note((performance.now() - began) / 1000);
            if (gone || (error instanceof Failure && error.code === "SupersededError")) return;
            memory.of = "";
            setState({ seen: null, trouble: error.message, waits: false });
          },
        )
        .then(later);
    };
    const running = () => studio.store.getState().status.state === "running";
    const later = () => {
      if (gone || !running()) return;
      const rested = memory.ended + Math.max(PAUSE, REST * memory.cost * 1000) - performance.now();
      timer = setTimeout(look, Math.max(GLANCE, rested));
    };
    const look = () => {
      if (hidden || studio.store.getState().status.epoch === memory.epoch) later();
      else ask();
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A run that goes on after a rest is no news before its epoch has ended.
    if (memory.of === what && running()) later();
    else {
      setState((old) => ({ ...old, waits: true }));
      timer = setTimeout(ask, SETTLED);
    }
    const observer = new IntersectionObserver(([entry]) => {
      hidden = entry?.isIntersecting === false;
    });
    observer.observe(root);
    return () => {
      gone = true;
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [studio, root, live, key, revision, data, held, run, rest]);

  return state;
}
