// Beside the charts of the run of now: which kept runs lie over it, in which colours, and the way out.
import { useMemo } from "react";
import { useStudio, useSurroundings } from "../context";
import { coloursOf } from "./runs";
import { useShownRuns } from "./useShownRuns";
import { toggle } from "./verbs";

export function RunLegend() {
  const around = useSurroundings();
  const runs = useStudio((state) => state.runs?.runs);
  const shown = useShownRuns();
  const colours = useMemo(() => coloursOf(runs ?? [], shown), [runs, shown]);
  if (shown.length === 0) return null;
  return (
    <ul className="run-legend" aria-label="Kept runs in the charts" data-testid="run-legend">
      {shown.map((id) => {
        const name = runs?.find((run) => run.id === id)?.name ?? id;
        return (
          <li key={id}>
            <button type="button" title={`Take “${name}” out of the charts`} onClick={() => toggle(around, id)}>
              <i style={{ background: colours.get(id) }} />
              <span>{name}</span> ×
            </button>
          </li>
        );
      })}
    </ul>
  );
}
