// The predictions of the drawing's model: anew when it is another, and at ends of epochs while a run goes on.
import { useEffect, useState } from "react";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import { type Command, isBusy, type Predicted } from "../messages";
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
  const rest = useStudio(({ status }) => `${status.run} ${isBusy(status.state) ? status.state : status.step}`);
  const [state, setState] = useState({ seen: null as Seen | null, trouble: "", waits: false });
  const key = command ? JSON.stringify(command) : "";

  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is another when any of these is.
  useEffect(() => {
    if (!key || !live) return;
    let gone = false;
    let hidden = false;
    let cost = 0;
    let last = 0;
    setState((old) => ({ ...old, waits: true }));
    const ask = () => {
      const { epoch } = studio.store.getState().status;
      studio
        .request<Predicted>(JSON.parse(key) as Command)
        .then(
          (found) => {
            if (gone) return;
            // The lesser of two, as of observers: the first time makes ready what is there ever after.
            cost = Math.min(last, found.answer.seconds);
            last = found.answer.seconds;
            setState({ seen: seenOf(found), trouble: "", waits: false });
          },
          (error: Error) => {
            if (gone || (error instanceof Failure && error.code === "SupersededError")) return;
            setState({ seen: null, trouble: error.message, waits: false });
          },
        )
        .then(() => later(epoch, Math.max(PAUSE, REST * cost * 1000)));
    };
    const later = (epoch: number, wait: number) => {
      if (!gone && studio.store.getState().status.state === "running") timer = setTimeout(() => look(epoch), wait);
    };
    const look = (epoch: number) => {
      if (hidden || studio.store.getState().status.epoch === epoch) later(epoch, GLANCE);
      else ask();
    };
    let timer = setTimeout(ask, SETTLED);
    const observer = new IntersectionObserver(([entry]) => {
      hidden = entry?.isIntersecting === false;
    });
    observer.observe(root);
    return () => {
      gone = true;
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [studio, root, live, key, revision, data, held, rest]);

  return state;
}
