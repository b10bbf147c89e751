// What the network answers over the plane of its two inputs, with the points it learns from: the boundary, large.
import { useCallback, useMemo, useState } from "react";
import { layerAt } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import { type Paint, Surface } from "../pictures/Surface";
import type { StudioState } from "../state";
import { measured } from "../ui/format";
import { IconButton } from "../ui/IconButton";
import { type Field, paintResult } from "./paintPlane";
import { valueAt } from "./plane";
import { Ramp } from "./Ramp";
import { same, type Unit } from "./silencing";
import { usePoints } from "./usePoints";

const SIDE = 263;
const DETAILS = [25, 50, 100, 200, 300];

export function Result() {
  const { view } = useSurroundings();
  const points = usePoints();
  const open = useView((state) => state.resultOpen);
  if (!points) return null;
  return (
    <section className="result" data-testid="result">
      <div className="section-head">
        <h3>Decision boundary</h3>
        <IconButton
          icon={open ? "chevron-up" : "chevron-down"}
          label={open ? "Fold the decision boundary" : "Show the decision boundary"}
          testid="result-fold"
          onClick={() => view.setState({ resultOpen: !open })}
        />
      </div>
      {open && <Plane points={points} />}
    </section>
  );
}

/** What is shown: the unit under the pointer, coarsely until it comes finely, else the network's own answer. */
function fieldOf(pictures: StudioState["pictures"], looked: Unit | null | false): Field | null {
  const [answer, fine] = pictures?.boundaries ?? [];
  if (!looked) return answer ? { shown: answer, map: 0 } : null;
  if (fine?.picture.node === looked.node && fine.picture.first === looked.unit) return { shown: fine, map: 0 };
  const coarse = pictures?.thumbnails[looked.node];
  if (coarse?.picture.form !== "plane" || looked.unit >= coarse.picture.count) return null;
  return { shown: coarse, map: looked.unit };
}

function Plane({ points }: { points: NonNullable<ReturnType<typeof usePoints>> }) {
  const { view } = useSurroundings();
  const pictures = useStudio((state) => state.pictures);
  const data = useStudio((state) => state.data);
  const pointed = useView((state) => state.looked);
  const path = useView((state) => state.path);
  const held = useView((state) => state.silenced);
  const quiet = pictures?.silenced ?? null;
  // Of a unit that is silenced, or soon will be, the answer without it is shown and not the unit.
  const looked = useMemo(
    () => pointed && !same(pointed, held) && { node: [...path, pointed.node].join("/"), unit: pointed.unit },
    [pointed, held, path],
  );
  const discrete = useView((state) => state.discrete);
  const detail = useView((state) => state.detail);
  const test = useView((state) => state.testPoints);
  const name = useStudio((state) => (looked ? layerAt(state.network, looked.node)?.name : undefined));
  const [over, setOver] = useState<string | null>(null);
  const classes = data?.classes ?? 0;
  const field = fieldOf(pictures, looked);
  const shown = field?.shown;
  const map = field?.map ?? 0;
  const unit = shown?.picture.first ?? 0;
  const extent = pictures?.extent ?? points.extent;
  const paint = useCallback<Paint>(
    (context, palette) =>
      paintResult(
        context,
        { side: SIDE, field: shown ? { shown, map } : null, discrete, extent, points, test, classes, unit },
        palette,
      ),
    [shown, map, discrete, extent, points, test, classes, unit],
  );
  const point = (x: number, y: number) => {
    const [left, right, bottom, top] = extent;
    const place = `${measured(left + (x / SIDE) * (right - left))}, ${measured(top - (y / SIDE) * (top - bottom))}`;
    if (!shown) return setOver(place);
    const { height, width } = shown.picture;
    const row = Math.min(height - 1, Math.max(0, Math.floor((y / SIDE) * height)));
    const column = Math.min(width - 1, Math.max(0, Math.floor((x / SIDE) * width)));
    setOver(`${place}: ${measured(valueAt(shown, map, row * width + column))}`);
  };
  const said = looked && name ? `${name}, unit ${looked.unit}` : null;
  const answer = answerOf(classes, data?.class_names ?? [], unit);
  const without = useStudio((state) => (quiet ? layerAt(state.network, quiet.node)?.name : undefined));
  const subject =
    quiet && without
      ? `Without unit ${quiet.unit} of ${without}: ${said ?? answer}`
      : (said ?? (classes === 0 ? "Value" : `Probability of ${answer}`));
  const [low, high] = [shown?.picture.lows[map] ?? (classes ? 0 : -1), shown?.picture.highs[map] ?? 1];
  return (
    <>
      <p className="secondary result-subject" title={subject} data-testid="result-subject">
        {shown ? subject : "Play or step: what the network answers is drawn here."}
      </p>
      <Surface
        width={SIDE}
        height={SIDE}
        paint={paint}
        label={`${subject} over the plane, with ${points.trainTargets.length} points to train on`}
        testid="boundary"
        onPoint={point}
        onLeave={() => setOver(null)}
      />
      <div className="result-line secondary">
        <span data-testid="result-value">{over ?? `${points.names[0]} across, ${points.names[1]} up`}</span>
        <Ramp low={low} high={high} />
      </div>
      <div className="result-line">
        <label>
          <input
            type="checkbox"
            checked={test}
            data-testid="result-test"
            onChange={() => view.setState({ testPoints: !test })}
          />{" "}
          Test points <span className="secondary">○ {points.testTargets.length}</span>
        </label>
        <label>
          <input
            type="checkbox"
            checked={discrete}
            data-testid="result-discrete"
            onChange={() => view.setState({ discrete: !discrete })}
          />{" "}
          Discrete
        </label>
        <select
          aria-label="Places across and up in which the answer is asked for"
          title="In how many places the answer is asked for: more are sharper, and come less often"
          value={detail}
          data-testid="result-detail"
          onChange={({ target }) => view.setState({ detail: Number(target.value) })}
        >
          {DETAILS.map((side) => (
            <option key={side} value={side}>
              {side}²
            </option>
          ))}
        </select>
      </div>
      {shown && (
        <p className="secondary">
          {quiet
            ? "Let go, or press Esc, and the unit is heard again."
            : "Point at a unit to see it here; hold it down to do without it."}
        </p>
      )}
    </>
  );
}

function answerOf(classes: number, names: readonly string[], unit: number): string {
  if (classes === 0) return "value";
  const label = classes === 2 ? 1 : unit;
  return `class ${names[label] ?? label}`;
}
