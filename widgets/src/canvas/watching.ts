// Tells the kernel what this view has on the screen: pictures are made of nothing else.
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { followOf } from "../inside/following";
import type { Watch } from "../messages";
import { same } from "../plane/silencing";
import { levelOf, showsPictures, showsWords } from "./shown";

const PATIENCE = 150;

/** What a view watches that is gone, or hidden. */
function nothing(view: string): Watch {
  const none = { nodes: [], focus: null, sample: 0, plane: null, predictions: false, wires: false, silenced: null };
  return { type: "watch", view, ...none, average: null, page: 0, follow: null };
}

export function useWatching(): void {
  const { studio, view, root } = useSurroundings();
  const flow = useReactFlow();
  const store = useStoreApi();
  const live = useStudio((state) => state.live);
  const pictured = useStudio(showsPictures);
  const network = useStudio((state) => state.network);
  const focus = useView((state) => state.focus);
  const sample = useView((state) => state.sample);
  const average = useView((state) => state.average);
  const paged = useView((state) => state.paged);
  const looked = useView((state) => state.looked);
  const silenced = useView((state) => state.silenced);
  const predictions = useView((state) => state.dockOpen && state.dock === "predictions");
  const follow = useView((state) => followOf(state, network));
  const detail = useView((state) => state.detail);
  const result = useView((state) => state.resultOpen && state.inspectorOpen);

  useEffect(() => {
    if (!live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = "";
    let hidden = false;
    const { id } = view.getState();
    const send = (watch: Watch) => {
      const text = JSON.stringify(watch);
      if (text === last) return;
      last = text;
      studio.request(watch).catch(() => undefined);
    };
    const look = () => {
      if (hidden) return send(nothing(id));
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const shown = showsWords(levelOf(zoom)) && showsPictures(studio.store.getState());
      const area = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      const nodes = shown ? flow.getIntersectingNodes(area, true).map((node) => node.id) : [];
      const { focus: enlarged, sample: shownSample, resultOpen: open, inspectorOpen, looked: at } = view.getState();
      const { silenced: quiet, detail: side, average: mean, paged: turned } = view.getState();
      // Of a unit that is silenced there is nothing to see: what is shown is the answer without it.
      const unit = same(at, quiet) ? null : at;
      const plane = open && inspectorOpen ? { node: unit?.node ?? null, unit: unit?.unit ?? 0, side } : null;
      const { dock, dockOpen } = view.getState();
      const predictions = dockOpen && dock === "predictions";
      const wires = nodes.length > 0 && levelOf(zoom) === "near";
      const page = turned && turned.node === enlarged ? turned.page : 0;
      send({
        ...{ type: "watch", view: id, nodes, focus: enlarged, sample: shownSample, average: mean, page },
        ...{
          plane,
          predictions,
          wires,
          silenced: quiet,
          follow: followOf(view.getState(), studio.store.getState().network),
        },
      });
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, PATIENCE);
    };
    const observer = new IntersectionObserver(([entry]) => {
      hidden = entry?.isIntersecting === false;
      later();
    });
    observer.observe(root);
    root.addEventListener(CHANGED, later);
    root.addEventListener(PRESSED, look);
    const stop = store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) later();
    });
    later();
    return () => {
      stop();
      clearTimeout(timer);
      observer.disconnect();
      root.removeEventListener(CHANGED, later);
      root.removeEventListener(PRESSED, look);
      send(nothing(id));
    };
  }, [studio, view, root, flow, store, live]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them changes what is on the screen.
  useEffect(() => {
    root.dispatchEvent(new Event(CHANGED));
  }, [root, network, focus, sample, average, paged, pictured, live, looked, detail, result, predictions, follow]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever holds a unit waits for what it does.
  useEffect(() => {
    root.dispatchEvent(new Event(PRESSED));
  }, [root, silenced]);
}

const CHANGED = "screen-changed";
const PRESSED = "unit-pressed";
