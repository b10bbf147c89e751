// Under the curves: a slider back through the moments of a run that rests, and the way on from one of them.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { isBusy } from "../messages";
import { editsAlong, placeOf, type Stop, stopsOf } from "./moments";
import { useMoments } from "./useMoments";

export function Rewind() {
  const { studio, view } = useSurroundings();
  const busy = useStudio((state) => isBusy(state.status.state));
  const shown = useStudio((state) => state.status.shown);
  const latest = useStudio((state) => state.status.step);
  const run = useStudio((state) => state.status.run);
  const begun = useStudio((state) => state.history.run > 0 && Object.keys(state.history.series).length > 0);
  const moments = useMoments();
  const [draft, setDraft] = useState<number | null>(null);
  const before = useView((state) => state.before);
  const wish = useRef<number | null>(null);
  const asking = useRef(false);
  const stops = stopsOf(moments ?? { steps: [], epochs: [], edits: [] }, latest);
  const place = draft ?? placeOf(stops, shown, before);
  const stop = stops[Math.min(place, stops.length - 1)];
  const usable = !busy && stops.length > 1;

  // The slider stands where it was put until the kernel says what is shown; then there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may be another moment that is shown.
  useEffect(() => {
    if (!asking.current) setDraft(null);
  }, [shown, moments, busy]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what goes on goes on from the latest step.
  useEffect(() => view.setState({ before: null }), [view, busy, latest, run]);

  if (!begun) return null;

  // One question at a time: what is passed over while a moment is on its way is not asked for.
  const go = async (next: number) => {
    setDraft(next);
    wish.current = next;
    if (asking.current) return;
    asking.current = true;
    let arrived = false;
    while (wish.current !== null) {
      const aim = stops[wish.current];
      const step = aim?.edits ? null : (aim?.step ?? null);
      wish.current = null;
      view.setState({ before: aim?.edits && aim.step !== null ? { step: aim.step, edits: aim.edits } : null });
      const done = await studio.command({ type: "show_moment", step });
      if (!done) wish.current = null;
      arrived = !done || studio.store.getState().status.shown === step;
    }
    asking.current = false;
    if (arrived) setDraft(null);
  };
  const why = busy ? "Pause to look back." : (moments?.missing ?? "");

  return (
    <fieldset className="rewind" aria-label="Look back" data-testid="rewind">
      <label title="Show the pictures, the boundary and the weights of an earlier moment">
        <span>Look back</span>
        <span className="rewind-track">
          <input
            type="range"
            min={0}
            max={stops.length - 1}
            step={1}
            value={Math.min(place, stops.length - 1)}
            disabled={!usable}
            aria-label="Moment that is shown"
            aria-valuetext={stop?.words}
            data-testid="rewind-slider"
            onChange={(event) => void go(Number(event.target.value))}
          />
          {usable &&
            editsAlong(stops).map((along) => (
              <i
                key={along}
                className="rewind-edit"
                style={{ left: `calc(8px + (100% - 16px) * ${along})` }}
                data-testid="rewind-edit"
              />
            ))}
        </span>
      </label>
      {usable ? (
        <output data-testid="rewind-words" title={stop?.words}>
          {stop?.words}
        </output>
      ) : (
        <output>{why}</output>
      )}
      {usable && (
        <button
          type="button"
          className="switch"
          disabled={stop?.step === null}
          title={titleOf(stop)}
          data-testid="continue-from"
          onClick={() =>
            void studio.command({ type: "continue_from", step: stop?.step ?? latest, edits: stop?.edits ?? 0 })
          }
        >
          Continue from here
        </button>
      )}
    </fieldset>
  );
}

function titleOf(stop: Stop | undefined): string {
  if (!stop || stop.step === null) return "Move the slider back first; play goes on from the latest step";
  return stop.edits
    ? "Bring back the network of this moment with its weights, and begin a run there, as a branch; undo brings back the edited one"
    : "Begin a run at this moment, as a branch; the run of now is kept as it is";
}
