// All points of the part of a run that the charts are zoomed to: the kernel has them, and is asked for them.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import { withHistory } from "../heard";
import type { HistoryChunk } from "../messages";
import { type History, NO_HISTORY } from "../state";
import type { Zoom } from "./zoom";

/** Points of one line: two for each pixel of the widest chart. */
const POINTS = 800;
/** A zoom that is still being changed is asked for when it has rested so long, in milliseconds. */
const SETTLED = 120;
/** A part that a run still grows into is asked for again after so long. */
const AGAIN = 1000;

interface Detail {
  zoom: Zoom;
  /** The latest step when it was asked for. */
  latest: number;
  history: History;
}

export function useDetail(zoom: Zoom | null): History | null {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const history = useStudio((state) => state.history);
  const [detail, setDetail] = useState<Detail | null>(null);
  const asked = useRef<Zoom | null>(null);
  const latest = lastStep(history);
  const wanted = live && zoom?.run === history.run && zoom.steps && isThinned(history, zoom.steps) ? zoom : null;
  const mine = detail && detail.zoom === wanted ? detail : null;
  const old = mine !== null && mine.latest < Math.min(latest, wanted?.steps?.[1] ?? 0);
  // While one is awaited, new steps are no reason to ask for another.
  const due = wanted && (mine === null ? wanted : old ? mine : null);
  useEffect(() => {
    const steps = wanted?.steps;
    if (!due || !wanted || !steps) return;
    let gone = false;
    const ask = () => {
      asked.current = wanted;
      const from = lastStep(studio.store.getState().history);
      const command = { first: Math.floor(steps[0]), last: Math.ceil(steps[1]), points: POINTS };
      studio.request<HistoryChunk>({ type: "get_curves", ...command }).then(
        ({ answer, buffers }) => {
          if (gone || answer.run !== wanted.run) return;
          const { history: found } = withHistory({ ...studio.store.getState(), history: NO_HISTORY }, answer, buffers);
          if (found) setDetail({ zoom: wanted, latest: from, history: found });
        },
        () => undefined, // what came before stays on the screen
      );
    };
    const timer = setTimeout(ask, asked.current === wanted ? AGAIN : SETTLED);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [studio, wanted, due]);
  return mine?.history ?? null;
}

/** Whether some step of a part is missing here. */
function isThinned({ series }: History, [low, high]: readonly [number, number]): boolean {
  return Object.values(series).some(({ steps }) => {
    const first = Math.max(Math.ceil(low), steps[0] ?? 1);
    const last = Math.min(Math.floor(high), steps.at(-1) ?? 0);
    return steps.reduce((count, step) => count + Number(step >= first && step <= last), 0) < last - first + 1;
  });
}

function lastStep({ series }: History): number {
  return Math.max(0, ...Object.values(series).map(({ steps }) => steps.at(-1) ?? 0));
}
