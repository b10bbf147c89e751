// Tells the kernel whether this view shows gradients: they are measured more often, and told, while it does.
import { useEffect } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import type { VitalsChunk } from "../messages";
import { withLearning } from "./vitals";

export function useWatchingVitals(): void {
  const { studio, view, root } = useSurroundings();
  const live = useStudio((state) => state.live);
  const wanted = useView((state) => state.flow || (state.dockOpen && state.dock === "gradients"));
  useEffect(() => {
    if (!live || !wanted) return;
    const { id } = view.getState();
    let told = false;
    const tell = (shown: boolean) => {
      if (shown === told) return;
      told = shown;
      studio.request<VitalsChunk>({ type: "watch_vitals", view: id, shown }).then(
        ({ answer, buffers }) => {
          if (shown) studio.store.setState((old) => withLearning(old, answer, buffers));
        },
        () => undefined,
      );
    };
    const observer = new IntersectionObserver(([entry]) => tell(entry?.isIntersecting !== false));
    observer.observe(root);
    return () => {
      observer.disconnect();
      tell(false);
    };
  }, [studio, view, root, live, wanted]);
}
