// A button that tries learning rates on a copy of the network, the loss over them, and a click that takes the best.
import { useCallback } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { chartColours } from "../dock/colours";
import type { RatesTried } from "../messages";
import { rateFigure, type Tried, type Trying, triedOf } from "./rates";

const SIZE = { width: 262, height: 132 };

interface Props {
  disabled: boolean;
  onUse: (rate: number) => void;
}

export function FindRate({ disabled, onUse }: Props) {
  const { studio, view } = useSurroundings();
  const trying = useView((state) => state.trying);
  const live = useStudio((state) => state.live);
  const goesOn = useStudio((state) => ["preparing", "running", "stopping"].includes(state.status.state));
  const { id } = view.getState();
  const find = () => {
    const mine: Trying = { state: "asked" };
    // What was given up has nothing to say any more.
    const settle = (to: Trying) => view.getState().trying === mine && view.setState({ trying: to });
    view.setState({ trying: mine });
    studio.request<RatesTried>({ type: "find_rate", view: id, stop: false }).then(
      ({ answer, buffers }) => settle({ state: "found", ...triedOf(answer, buffers) }),
      (error: Error) => settle({ state: "failed", sentence: error.message }),
    );
  };
  const giveUp = () => {
    view.setState({ trying: null });
    studio.request({ type: "find_rate", view: id, stop: true }).catch(() => undefined);
  };
  if (trying?.state === "asked") {
    return (
      <div className="find-rate" role="status">
        <span className="secondary">Trying learning rates on a copy…</span>
        <button type="button" className="link" data-testid="find-rate-stop" onClick={giveUp}>
          Stop
        </button>
      </div>
    );
  }
  return (
    <div className="find-rate">
      <button
        type="button"
        className="link"
        data-testid="find-rate"
        disabled={disabled || !live || goesOn}
        title={
          goesOn
            ? "The network is being trained: pause it to try learning rates"
            : "Train a copy with ever higher learning rates, and see at which the loss falls fastest"
        }
        onClick={find}
      >
        {trying ? "Try again" : "Find a learning rate"}
      </button>
      {trying && (
        <button
          type="button"
          className="link"
          data-testid="find-rate-close"
          onClick={() => view.setState({ trying: null })}
        >
          Close
        </button>
      )}
      {trying?.state === "failed" && (
        <p className="in-error" role="alert" data-testid="find-rate-failed">
          {trying.sentence}
        </p>
      )}
      {trying?.state === "found" && <Found tried={trying} disabled={disabled} onUse={onUse} />}
    </div>
  );
}

function Found({ tried, disabled, onUse }: { tried: Tried; disabled: boolean; onUse: (rate: number) => void }) {
  const { root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(() => rateFigure(tried, chartColours(root), SIZE.width, SIZE.height), [tried, root, theme]);
  const { suggested } = tried;
  return (
    <>
      <Chart title="Loss" note="by learning rate" size={SIZE} make={make} testid="chart-rates" />
      <p className="secondary" role="status" data-testid="find-rate-found">
        {tried.sentence}
      </p>
      {suggested !== null && (
        <button
          type="button"
          className="button"
          data-testid="find-rate-use"
          disabled={disabled}
          onClick={() => onUse(suggested)}
        >
          Use {suggested}
        </button>
      )}
    </>
  );
}
