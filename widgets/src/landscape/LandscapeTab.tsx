// The loss in a plane through the weights, and the way of the run in it: drawn when somebody asks for it.
import { useCallback, useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { useSize } from "../dock/useSize";
import { paletteAt } from "../pictures/colours";
import { measured } from "../ui/format";
import { Slider } from "../ui/Slider";
import { landscapeFigure } from "./figure";
import { LandscapeControls } from "./LandscapeControls";
import { type Found, lossAt, middleOf, saidOf } from "./landscape";
import { useLandscape } from "./useLandscape";

const CONTROLS = 190;
const WORDS = 230;
const AROUND = 2 * 14 + 2 * 16;
const PADDING = 2 * 6;
const TITLE = 20;
const LEAST_CHART = 200;
const MOST_CHART = 560;

export function LandscapeTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const live = useStudio((state) => state.live);
  const hasData = useStudio((state) => state.data !== null);
  const { drawn, draw, giveUp } = useLandscape();
  const refused = !live
    ? "The kernel of this drawing is gone. Run the cell again to draw the loss of its model."
    : !hasData
      ? "Choose data in the Data tab: a loss is that of samples."
      : "";
  const sentence = refused || (drawn?.state === "failed" ? drawn.sentence : "");
  const room = Math.max(LEAST_CHART, Math.min(MOST_CHART, width - CONTROLS - WORDS - AROUND));
  return (
    <div className="landscape" ref={ground} data-testid="landscape" aria-busy={drawn?.state === "asked"}>
      {!refused && <LandscapeControls width={CONTROLS} drawn={drawn} draw={draw} giveUp={giveUp} />}
      {sentence && (
        <p className={refused ? "empty" : "empty in-error"} role="status" data-testid="landscape-trouble">
          {sentence}
        </p>
      )}
      {!sentence && !drawn && (
        <p className="empty">
          How the loss changes where the weights are moved in two directions at once, from where they are now: drawn
          when you press Draw. The weights stay as they are.
        </p>
      )}
      {!sentence && drawn?.state === "found" && width > 0 && (
        <Shown
          key={`${drawn.found.head.step} ${JSON.stringify(drawn.found.wish)}`}
          found={drawn.found}
          width={room}
          height={height - PADDING}
        />
      )}
    </div>
  );
}

function Shown({ found, width, height }: { found: Found; width: number; height: number }) {
  const { root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const [place, setPlace] = useState(() => middleOf(found));
  const size = { width, height: height - TITLE };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () => landscapeFigure(found, place, size, paletteAt(root)),
    [found, place, size.width, size.height, root, theme],
  );
  const { x, y, head } = found;
  const loss = lossAt(found, place.column, place.row);
  const last = head.points - 1;
  return (
    <>
      <Chart
        title="Loss"
        note={`${measured(head.here ?? Number.NaN)} at the weights`}
        size={size}
        make={make}
        testid="chart-landscape"
        chosen={place}
      />
      <div className="landscape-words" style={{ width: WORDS }}>
        <Moved found={found} />
        <div role="status" data-testid="landscape-said">
          {saidOf(found).map((line) => (
            <p key={line} className="secondary">
              {line}
            </p>
          ))}
        </div>
        <Slider
          label="First direction"
          value={place.column}
          low={0}
          high={last}
          step={1}
          disabled={false}
          testid="landscape-x"
          words={(column) => `${measured(x[column] ?? 0)}: loss ${measured(lossAt(found, column, place.row))}`}
          onDone={(column) => setPlace((old) => ({ ...old, column }))}
        />
        <Slider
          label="Second direction"
          value={place.row}
          low={0}
          high={last}
          step={1}
          disabled={false}
          testid="landscape-y"
          words={(row) => `${measured(y[row] ?? 0)}: loss ${measured(lossAt(found, place.column, row))}`}
          onDone={(row) => setPlace((old) => ({ ...old, row }))}
        />
        <p data-testid="landscape-read">
          {measured(loss)} at {measured(x[place.column] ?? 0)}, {measured(y[place.row] ?? 0)}
        </p>
      </div>
    </>
  );
}

/** Said where the picture is of other weights than those that the model has. */
function Moved({ found }: { found: Found }) {
  const moved = useStudio(({ status, revision }) =>
    status.run !== found.run || status.step !== found.head.step
      ? "The weights have moved on since: draw again."
      : revision !== found.revision
        ? "The drawing was edited since: draw again."
        : "",
  );
  return moved ? (
    <p className="in-warning" role="status" data-testid="landscape-moved">
      {moved}
    </p>
  ) : null;
}
