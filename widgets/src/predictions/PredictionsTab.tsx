// How the model's answers fit the truth: what is right and wrong, in pictures, a table, and the samples themselves.
import { useCallback, useMemo, useRef } from "react";
import { outputNames } from "../blocks/kinds";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { useSize } from "../dock/useSize";
import { paletteAt } from "../pictures/colours";
import { ClassTable } from "./ClassTable";
import { Confusion } from "./Confusion";
import { figureOf, noteOf } from "./figures";
import { PredictionControls } from "./PredictionControls";
import { commandOf, FIRST_LOOK, type Seen, type Show, shownOf, showsOf } from "./predictions";
import { SampleTiles } from "./SampleTiles";
import { usePredictions } from "./usePredictions";

const CONTROLS = 152;
/** The paddings of the tab and the gaps between its parts. */
const AROUND = 2 * 14 + 2 * 16;
const PADDING = 2 * 6;
const TITLE = 20;
const LEAST_CHART = 240;
const MOST_CHART = 400;

export function PredictionsTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const id = useView((state) => state.id);
  const network = useStudio((state) => state.network);
  const outputs = useMemo(() => outputNames(network), [network]);
  const wanted = useView((state) => state.predicted);
  // An output that was chosen may not be there any more.
  const look = wanted.output < outputs.length ? wanted : FIRST_LOOK;
  const live = useStudio((state) => state.live);
  const hasData = useStudio((state) => state.data !== null);
  const { seen, trouble, waits } = usePredictions(live && hasData ? commandOf(look, id) : null);
  const sentence = !live
    ? "The kernel of this drawing is gone. Run the cell again to see what its model answers."
    : !hasData
      ? "Choose data in the Data tab: answers are compared with what is true of its samples."
      : trouble;
  const fresh = seen?.head.output === look.output ? seen : null;
  return (
    <div className="predictions" ref={ground} data-testid="predictions" aria-busy={waits && live && hasData}>
      <PredictionControls seen={sentence ? null : fresh} outputs={outputs} width={CONTROLS} />
      {sentence && (
        <p className="empty" role="status" data-testid="predictions-trouble">
          {sentence}
        </p>
      )}
      {!sentence && !fresh && <p className="empty">Working it out …</p>}
      {!sentence && fresh && fresh.head.samples === 0 && (
        <p className="empty">No answer is a number any more: the weights are NaN or infinite.</p>
      )}
      {!sentence && fresh && fresh.head.samples > 0 && width > 0 && (
        <>
          <Shown
            seen={fresh}
            show={shownOf(fresh.head.kind, look.show)}
            width={Math.max(LEAST_CHART, Math.min(MOST_CHART, Math.floor((width - CONTROLS - AROUND) / 2)))}
            height={height - PADDING}
          />
          <SampleTiles seen={fresh} />
        </>
      )}
    </div>
  );
}

function Shown({ seen, show, width, height }: { seen: Seen; show: Show; width: number; height: number }) {
  if (show === "confusion") return <Confusion seen={seen} height={height} />;
  if (show === "classes") return <ClassTable seen={seen} />;
  return <Curve seen={seen} show={show} width={width} height={height - TITLE} />;
}

function Curve({ seen, show, width, height }: { seen: Seen; show: Show; width: number; height: number }) {
  const { root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const marked = useView((state) => state.predicted.marked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () => figureOf(seen, show, marked, { width, height }, paletteAt(root)),
    [seen, show, marked, width, height, root, theme],
  );
  return (
    <Chart
      title={showsOf(seen.head.kind).find(([name]) => name === show)?.[1] ?? ""}
      note={noteOf(seen, show, marked)}
      size={{ width, height }}
      make={make}
      testid={`chart-${show}`}
    />
  );
}
