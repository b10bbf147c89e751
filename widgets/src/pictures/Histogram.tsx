// How the values of a picture are distributed, with its ends and its figures.
import { useCallback, useMemo } from "react";
import type { Shown } from "../state";
import { measured, percent } from "../ui/format";
import { paintHistogram } from "./paint";
import { distribution } from "./pixels";
import { type Paint, Surface } from "./Surface";

export function Histogram({ shown, width, height }: { shown: Shown; width: number; height: number }) {
  const spread = useMemo(() => distribution(shown), [shown]);
  const paint = useCallback<Paint>(
    (context, palette) => {
      if (spread) paintHistogram(context, spread.counts, { width, height }, palette);
    },
    [spread, width, height],
  );
  if (!spread) return null;
  return (
    <div className="enlarged" style={{ width }}>
      <div className="enlarged-words end">
        <span className="secondary">{facts(shown)}</span>
      </div>
      <Surface width={width} height={height} paint={paint} label="Distribution of the values" testid="histogram" />
      <div className="enlarged-words secondary">
        <span>{measured(spread.low)}</span>
        <span>{measured(spread.high)}</span>
      </div>
    </div>
  );
}

function facts({ picture }: Shown): string {
  const { zeros, mean } = picture.facts;
  const said: string[] = [];
  if (zeros !== undefined && zeros >= 0.005) said.push(`${percent(zeros, 0)} zeros`);
  if (mean !== undefined) said.push(`mean ${measured(mean)}`);
  return said.join(" · ");
}
