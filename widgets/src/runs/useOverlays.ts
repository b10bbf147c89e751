// The curves of the runs that are shown, of one metric, asked for once and drawn in every chart of it.
import { useEffect, useMemo, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { CurveOptions } from "../dock/curves";
import type { RunCurves } from "../messages";
import { curvesIn, type Overlay, overlayOf, type RunCurve } from "./overlays";
import { coloursOf } from "./runs";
import { useShownRuns } from "./useShownRuns";

const NONE: readonly RunCurve[] = [];

export function useOverlays(metric: string, { unit, smoothing }: CurveOptions, width: number): readonly Overlay[] {
  const { studio } = useSurroundings();
  const runs = useStudio((state) => state.runs?.runs);
  const shown = useShownRuns();
  const live = useStudio((state) => state.live);
  const [curves, setCurves] = useState<readonly RunCurve[]>(NONE);
  // A run that goes on has more to show each time that it is kept.
  const state = shown.map((id) => `${id} ${runs?.find((run) => run.id === id)?.steps}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when one of them has grown.
  useEffect(() => {
    if (!live || shown.length === 0) {
      setCurves(NONE);
      return;
    }
    let late = false;
    studio.request<RunCurves>({ type: "get_run_curves", runs: [...shown], metric }).then(
      ({ answer, buffers }) => late || setCurves(curvesIn(answer, buffers)),
      () => late || setCurves(NONE),
    );
    return () => {
      late = true;
    };
  }, [studio, live, state, metric]);
  return useMemo(() => {
    const colours = coloursOf(runs ?? [], shown);
    const limit = Math.min(1000, Math.max(200, 2 * width));
    return curves
      .filter(({ run }) => colours.has(run))
      .map((curve) => {
        const name = runs?.find((run) => run.id === curve.run)?.name || curve.run;
        return overlayOf(curve, { name, colour: colours.get(curve.run) ?? "", unit, smoothing, limit });
      });
  }, [curves, runs, shown, unit, smoothing, width]);
}
