// The curves of the run: the loss and each metric, as they come.
import { useCallback, useRef } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { words } from "../ui/format";
import { Chart } from "./Chart";
import { chartNames, type Unit } from "./curves";
import { type ChartColours, figure } from "./figure";
import { useSize } from "./useSize";

export interface CurveOptions {
  smoothing: number;
  log: boolean;
  unit: Unit;
}

const LEAST_WIDTH = 250;
const MOST_WIDTH = 420;
const GAP = 16;
const TITLE = 22;
const PADDING = 14;

export function TrainingTab(options: CurveOptions) {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const begun = useStudio((state) => state.status.state === "preparing" || state.status.state === "running");
  const names = useStudio((state) => chartNames(state.history).join("\n"));
  const shown = names === "" ? [] : names.split("\n");
  const room = (width - 2 * PADDING - GAP * (shown.length - 1)) / Math.max(1, shown.length);
  const size = {
    width: Math.floor(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, room))),
    height: Math.max(80, height - TITLE - 2 * 6),
  };
  return (
    <div className="charts" ref={ground} data-testid="charts">
      {shown.length === 0 && (
        <p className="empty">
          {begun
            ? "The first step is on its way; loss and metrics are drawn here from then on."
            : "Press play: loss and metrics are drawn here while the network trains."}
        </p>
      )}
      {width > 0 && shown.map((name) => <Curve key={name} name={name} size={size} options={options} />)}
    </div>
  );
}

interface CurveProps {
  name: string;
  size: { width: number; height: number };
  options: CurveOptions;
}

function Curve({ name, size: { width, height }, options: { smoothing, log, unit } }: CurveProps) {
  const { root } = useSurroundings();
  const history = useStudio((state) => state.history);
  const perEpoch = useStudio((state) => state.status.steps_per_epoch);
  const loss = useStudio((state) => state.training?.loss?.kind);
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () => figure(name, history, perEpoch, { smoothing, log, unit, width, height }, chartColours(root)),
    [name, history, perEpoch, smoothing, log, unit, width, height, root, theme],
  );
  const title = words(name);
  return (
    <Chart
      title={title.charAt(0).toUpperCase() + title.slice(1)}
      note={name === "loss" && loss ? loss : ""}
      size={{ width, height }}
      make={make}
      testid={`chart-${name}`}
    />
  );
}

function chartColours(root: HTMLElement): ChartColours {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token("--text"),
    secondary: token("--secondary"),
    grid: token("--grid"),
    train: token("--train-curve"),
    accent: token("--accent"),
    panel: token("--panel"),
    border: token("--border"),
    font: style.fontFamily,
  };
}
