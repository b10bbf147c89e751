// What a run that goes on tells of the inside of a node, with its pictures, while this view shows it.
import { useMemo, useRef } from "react";
import { layerAt } from "../canvas/lookup";
import { useStudio, useView } from "../context";
import type { Asked } from "../explain/useAnswer";
import type { AttentionShown, Network, NodeProjected, TableProjected, Watch } from "../messages";
import type { Looked } from "../state";
import type { ViewState } from "../view";
import { lookOf } from "./looks";

export type Follow = NonNullable<Watch["follow"]>;
type Place = Pick<ViewState, "dock" | "dockOpen" | "focus" | "looking" | "projecting">;

/** What a view shows that can follow a run; null where it shows nothing of that. */
export function followOf({ dock, dockOpen, focus, looking, projecting }: Place, network: Network): Follow | null {
  const layer = dockOpen && dock === "activations" && focus ? layerAt(network, focus) : undefined;
  if (!layer) return null;
  const look = lookOf(layer.kind, looking);
  if (look === "attention") return "attention";
  if (projecting !== "pca") return null;
  return look === "projection" ? "pca" : look === "table" ? "table" : null;
}

/** Of what came with the pictures that of a node, and of a sample where it is of one. */
export function lookedAt(
  looked: readonly Looked[],
  run: number,
  node: string,
  follow: Follow,
  sample: number,
): Looked | null {
  const fits = ({ answer, run: of }: Looked) => {
    if (of !== run || answer.node !== node) return false;
    if (answer.type === "nothing_seen") return answer.follow === follow;
    if (answer.type === "node_projected") return follow === "pca";
    if (answer.type === "table_projected") return follow === "table";
    return follow === "attention" && answer.sample === sample % answer.samples;
  };
  return looked.find(fits) ?? null;
}

/** What was asked for, or what came since with the pictures; and whether more will come by itself. */
export function useFollowing<A extends AttentionShown | NodeProjected | TableProjected>(
  asked: Asked<A>,
  node: string,
  follow: Follow | null,
): Asked<A> & { follows: boolean } {
  const running = useStudio((state) => state.status.state === "running");
  const sample = useView((state) => state.sample);
  const looked = useStudio((state) =>
    follow ? lookedAt(state.pictures?.looked ?? NONE, state.status.run, node, follow, sample) : null,
  );
  const kept = useRef({ found: asked.found, trouble: asked.trouble, looked, newest: asked.found ? null : looked });
  const { current } = kept;
  if (current.found !== asked.found || current.trouble !== asked.trouble) current.newest = null;
  if (current.looked !== looked) current.newest = looked;
  Object.assign(current, { found: asked.found, trouble: asked.trouble, looked });
  const { newest } = current;
  const shown = newest ?? asked.found;
  // Inside a block an answer has the node's whole path, and what comes with pictures the node as it is called there.
  const found = useMemo(
    () =>
      shown && shown.answer.type !== "nothing_seen"
        ? { answer: { ...shown.answer, node } as A, buffers: shown.buffers }
        : null,
    [shown, node],
  );
  if (!newest) return { ...asked, found, follows: false };
  const trouble = newest.answer.type === "nothing_seen" ? newest.answer.sentence : "";
  return { ...asked, found, trouble, waits: false, follows: running };
}

const NONE: readonly Looked[] = [];
