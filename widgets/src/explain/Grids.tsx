// The window of one channel, what it is multiplied with, and the products, as numbers on their colours.
import { useMemo, useState } from "react";
import { measured } from "../ui/format";
import { channelSum, type Window } from "./computing";
import { largest } from "./explaining";
import { tint } from "./tint";

export function Grids({ window }: { window: Window }) {
  const sums = useMemo(() => window.channels.map((_, i) => channelSum(window, i)), [window]);
  const strongest = sums.reduce((best, sum, i) => (Math.abs(sum) > Math.abs(sums[best] ?? 0) ? i : best), 0);
  const [wanted, setWanted] = useState<number | null>(null);
  const channel = wanted !== null && wanted < sums.length ? wanted : strongest;
  const input = (row: number, column: number) => window.at(window.inputs, channel, row, column);
  const weight = (row: number, column: number) => window.at(window.weights, channel, row, column);
  return (
    <>
      {sums.length > 1 && (
        <label className="secondary computation-channel">
          input channel{" "}
          <select
            value={channel}
            data-testid="computation-input-channel"
            onChange={(event) => setWanted(Number(event.target.value))}
          >
            {sums.map((sum, i) => (
              <option key={window.channels[i]} value={i}>
                {window.channels[i]} adds {measured(sum)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="grids" data-testid="computation-window">
        <Grid caption="input" window={window} value={input} />
        <span aria-hidden="true">×</span>
        <Grid caption="kernel" window={window} value={weight} />
        <span aria-hidden="true">=</span>
        <Grid caption="product" window={window} value={(row, column) => input(row, column) * weight(row, column)} />
      </div>
    </>
  );
}

interface GridProps {
  caption: string;
  window: Window;
  value: (row: number, column: number) => number;
}

function Grid({ caption, window, value }: GridProps) {
  const most = largest(window.rows.flatMap((_, row) => window.columns.map((__, column) => value(row, column))));
  return (
    <table className="grid">
      <caption className="secondary">{caption}</caption>
      <tbody>
        {window.rows.map((place, row) => (
          <tr key={place}>
            {window.columns.map((across, column) => (
              <td
                key={across}
                style={{ background: tint(value(row, column), most) }}
                title={`row ${place}, column ${across}${place < 0 || across < 0 ? ", in the padding" : ""}`}
              >
                {measured(value(row, column))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
