// Which plane the loss is looked at in, how far and how finely; and the button that has it reckoned.
import { type ReactNode, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { isBusy } from "../messages";
import { costOf, type Drawn, MOST_REACH, PLACES, progressOf, type Wish } from "./landscape";

interface Props {
  width: number;
  drawn: Drawn | null;
  draw: (wish: Wish) => void;
  giveUp: () => void;
}

export function LandscapeControls({ width, drawn, draw, giveUp }: Props) {
  const { view } = useSurroundings();
  const wish = useView((state) => state.landscapeWish);
  const id = useView((state) => state.id);
  const progress = useStudio((state) => state.landscaping);
  const goesOn = useStudio((state) => isBusy(state.status.state));
  const samples = useStudio((state) => state.data?.samples ?? 0);
  const weights = useStudio((state) => state.report.trainable_parameters);
  const nodes = useStudio((state) => state.report.nodes);
  const change = (some: Partial<Wish>) => view.setState({ landscapeWish: { ...wish, ...some } });
  const asked = drawn?.state === "asked";
  const own = progress?.view === id ? progress : null;
  return (
    <div className="landscape-controls" style={{ width }}>
      <Row label="Plane">
        <select
          value={wish.directions}
          disabled={asked}
          data-testid="landscape-directions"
          onChange={(event) => change({ directions: event.target.value as Wish["directions"] })}
        >
          <option value="random">Random directions</option>
          <option value="path">Path of the run</option>
        </select>
      </Row>
      <div className="landscape-pair">
        <NumberRow
          label="Range"
          title="1 is as far as the weights are from zero; of a path, all of it with a margin"
          value={wish.reach}
          low={0}
          high={MOST_REACH}
          step="any"
          disabled={asked}
          testid="landscape-reach"
          onTake={(reach) => reach > 0 && change({ reach })}
        />
        {wish.directions === "random" && (
          <NumberRow
            label="Seed"
            value={wish.seed}
            low={0}
            high={2 ** 31}
            step={1}
            disabled={asked}
            testid="landscape-seed"
            onTake={(seed) => change({ seed })}
          />
        )}
      </div>
      <Row label="Detail">
        <select
          value={wish.points}
          disabled={asked}
          data-testid="landscape-points"
          onChange={(event) => change({ points: Number(event.target.value) })}
        >
          {PLACES.map((each) => (
            <option key={each} value={each}>
              {each} × {each} places
            </option>
          ))}
        </select>
      </Row>
      {asked ? (
        <>
          <div className="explain-row">
            <button type="button" className="button" data-testid="landscape-stop" onClick={giveUp}>
              Stop
            </button>
          </div>
          <progress max={own?.total ?? 1} value={own?.done ?? 0} aria-label="Losses reckoned" />
          <p className="secondary" data-testid="landscape-progress">
            {own ? progressOf(own) : "Making ready …"}
          </p>
        </>
      ) : (
        <>
          <div className="explain-row">
            <button
              type="button"
              className="button"
              data-testid="landscape-draw"
              disabled={goesOn}
              onClick={() => draw(wish)}
            >
              {drawn?.state === "found" ? "Draw again" : "Draw"}
            </button>
          </div>
          <p className="secondary" data-testid="landscape-cost">
            {goesOn
              ? "The network is being trained, and its weights move: pause it to draw."
              : costOf(wish.points, samples, weights, nodes)}
          </p>
        </>
      )}
    </div>
  );
}

function Row({ label, title, children }: { label: string; title?: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className="explain-row" title={title}>
      <span className="secondary">{label}</span>
      {children}
    </label>
  );
}

interface NumberProps {
  label: string;
  title?: string | undefined;
  value: number;
  low: number;
  high: number;
  step: number | "any";
  disabled: boolean;
  testid: string;
  onTake: (value: number) => void;
}

/** A number that is taken when it makes sense; what does not is said to be wrong, and goes when it is left. */
function NumberRow({ label, title, value, low, high, step, disabled, testid, onTake }: NumberProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const fits = (text: string) => {
    const number = Number(text);
    return (
      text.trim() !== "" && number >= low && number <= high && (step === "any" ? number > low : number % step === 0)
    );
  };
  return (
    <Row label={label} title={title}>
      <input
        type="number"
        min={low}
        max={high}
        step={step}
        disabled={disabled}
        value={draft ?? value}
        aria-invalid={draft !== null && !fits(draft)}
        data-testid={testid}
        onChange={({ target }) => {
          setDraft(target.value);
          if (fits(target.value)) onTake(Number(target.value));
        }}
        onBlur={() => setDraft(null)}
      />
    </Row>
  );
}
