// The curves of the run: the loss and each metric, as they come.
import { useCallback, useMemo, useRef } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { Rewind } from "../rewind/Rewind";
import { RunLegend } from "../runs/RunLegend";
import { useOverlays } from "../runs/useOverlays";
import { useShownRuns } from "../runs/useShownRuns";
import { type History, NO_HISTORY } from "../state";
import { words } from "../ui/format";
import { axisOf, isEven } from "./axis";
import { Chart } from "./Chart";
import { chartColours } from "./colours";
import { type CurveOptions, chartNames, isShare, RATE, rateVaries } from "./curves";
import { figure } from "./figure";
import { useDetail } from "./useDetail";
import { useSize } from "./useSize";
import { seen, zoomed } from "./zoom";

/** So narrow a loss and an accuracy stand beside each other while a node's settings are open in a window of 1000 pixels. */
const LEAST_WIDTH = 200;
const MOST_WIDTH = 420;
const GAP = 16;
const TITLE = 22;
const PADDING = 14;
/** The names of the kept runs that lie over the curves. */
const LEGEND = 130;

export function TrainingTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const begun = useStudio((state) => state.status.state === "preparing" || state.status.state === "running");
  const options = useView((state) => state.curves);
  const detail = useDetail(useView((state) => state.zoom));
  const names = useStudio((state) =>
    [...chartNames(state.history), ...(options.rate && rateVaries(state.history) ? [RATE] : [])].join("\n"),
  );
  const shown = names === "" ? [] : names.split("\n");
  const legend = useShownRuns().length > 0 ? LEGEND + GAP : 0;
  const room = (width - legend - 2 * PADDING - GAP * (shown.length - 1)) / Math.max(1, shown.length);
  const size = {
    width: Math.floor(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, room))),
    height: Math.max(80, height - TITLE - 2 * 6),
  };
  return (
    <div className="training-panel">
      <div className="charts" ref={ground} data-testid="charts">
        {shown.length === 0 && (
          <p className="empty">
            {begun
              ? "The first step is on its way; loss and metrics are drawn here from then on."
              : "Press play: loss and metrics are drawn here while the network trains."}
          </p>
        )}
        <RunLegend />
        {width > 0 &&
          shown.map((name) => <Curve key={name} name={name} size={size} options={options} detail={detail} />)}
      </div>
      <Rewind />
    </div>
  );
}

interface CurveProps {
  name: string;
  size: { width: number; height: number };
  options: CurveOptions;
  /** All points of the part that is zoomed to; null where those that the page has are all, or are all for now. */
  detail: History | null;
}

function Curve({ name, size: { width, height }, options: { smoothing, log: wanted, unit }, detail }: CurveProps) {
  const { root, view } = useSurroundings();
  const whole = useStudio((state) => state.history);
  const history = detail?.run === whole.run ? detail : whole;
  const perEpoch = useStudio((state) => state.status.steps_per_epoch);
  const loss = useStudio((state) => state.training?.loss?.kind);
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const zoom = useView((state) => state.zoom);
  const lookedAt = useStudio((state) => state.status.shown);
  const aimedAt = useView((state) => state.before?.step ?? null);
  const log = wanted && !isShare(name);
  // Where all epochs are alike, the axis stays the same while the history grows.
  const uneven = isEven(whole, perEpoch) ? null : whole;
  const axis = useMemo(() => axisOf(uneven ?? NO_HISTORY, perEpoch, unit), [uneven, perEpoch, unit]);
  const axes = useMemo(() => ({ name, run: whole.run, log, axis }), [name, whole.run, log, axis]);
  const part = useMemo(() => seen(zoom, axes), [zoom, axes]);
  const others = useOverlays(name, { smoothing, log, unit, rate: false }, width);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () =>
      figure(
        name,
        history,
        perEpoch,
        { smoothing, log, unit, width, height, seen: part, whole, others, lookedAt, aimedAt },
        chartColours(root),
      ),
    [name, history, perEpoch, smoothing, log, unit, width, height, part, whole, others, lookedAt, aimedAt, root, theme],
  );
  const chosen = useMemo(
    () => ({ part, detail, smoothing, axes, others, lookedAt, aimedAt }),
    [part, detail, smoothing, axes, others, lookedAt, aimedAt],
  );
  const title = words(name);
  return (
    <Chart
      title={title.charAt(0).toUpperCase() + title.slice(1)}
      note={name === "loss" && loss ? loss : ""}
      size={{ width, height }}
      make={make}
      testid={`chart-${name}`}
      onZoom={(change) => view.setState((old) => ({ zoom: zoomed(old.zoom, change, axes) }))}
      chosen={chosen}
    />
  );
}
