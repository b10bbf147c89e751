// The values of a node that gives one number a unit, large, with the value under the pointer.
import { useCallback, useMemo, useState } from "react";
import { floats } from "../buffers";
import { useStudio, useSurroundings } from "../context";
import { positionAt } from "../explain/computing";
import type { Shown } from "../state";
import { count, counted, measured } from "../ui/format";
import { Captioned } from "./Captioned";
import { Pages } from "./Pages";
import { paintBars } from "./paint";
import type { Paint } from "./Surface";

const NO_LABELS: string[] = [];

export function Bars({ shown, width, height }: { shown: Shown; width: number; height: number }) {
  const { view } = useSurroundings();
  const { first } = shown.picture;
  const averaged = useStudio((state) => (state.pictures?.averaged ?? 0) > 0);
  const report = useStudio((state) => state.report.nodes[shown.picture.node]);
  const names = useStudio((state) => state.data?.class_names ?? NO_LABELS);
  const labels = names.length === shown.picture.total ? names : NO_LABELS;
  const values = useMemo(() => floats(shown.values), [shown]);
  const [over, setOver] = useState<number | null>(null);
  const paint = useCallback<Paint>(
    (context, palette) => paintBars(context, values, { width, height }, palette, labels),
    [values, width, height, labels],
  );
  const unitAt = (x: number) => Math.min(values.length - 1, Math.max(0, Math.floor((x / width) * values.length)));
  const value = over === null ? undefined : values[over];
  return (
    <Captioned
      width={width}
      height={height}
      paint={paint}
      label={`${values.length} values as bars`}
      testid="bars"
      onPoint={(x) => setOver(unitAt(x))}
      onPick={(x) => {
        const position = positionAt(shown.picture, report, first + unitAt(x), 0, 0);
        if (position && !averaged) view.setState({ computed: { node: shown.picture.node, position } });
      }}
      onLeave={() => setOver(null)}
    >
      <span className="secondary">
        {over === null || value === undefined
          ? counted(shown.picture.total, "value")
          : `${labels[over] ?? `Unit ${count(first + over)}`}: ${measured(value)}`}
      </span>
      <Pages picture={shown.picture} of="Units" />
    </Captioned>
  );
}
