// Beside the tabs while runs are shown: what to look for, whether they are kept, and what those that are ticked differ in.
import { useState } from "react";
import { createPortal } from "react-dom";
import { useStudio, useSurroundings, useView } from "../context";
import { Words } from "../dock/FoldingControls";
import type { RunsCompared } from "../messages";
import { Dialog } from "../ui/Dialog";
import { useShownRuns } from "./useShownRuns";
import { compare } from "./verbs";

export function RunsControls() {
  const around = useSurroundings();
  const { view, studio } = around;
  const kept = useStudio((state) => state.runs);
  const live = useStudio((state) => state.live);
  const filter = useView((state) => state.runFilter);
  const shown = useShownRuns();
  const [compared, setCompared] = useState<RunsCompared["settings"] | null>(null);
  if (!kept || !live) return null;
  return (
    <>
      <label className="run-filter">
        <span className="full">Filter</span>
        <input
          className="field"
          type="search"
          placeholder="Filter"
          aria-label="Words that runs have"
          value={filter}
          data-testid="runs-filter"
          onChange={(event) => view.setState({ runFilter: event.target.value })}
        />
      </label>
      {shown.length > 0 && (
        <button
          type="button"
          className="switch"
          title="Take all kept runs out of the charts"
          data-testid="runs-none"
          onClick={() => view.setState({ shownRuns: [] })}
        >
          <Words brief="Show none" full="Show none of the runs" />
        </button>
      )}
      {shown.length > 1 && (
        <button
          type="button"
          className="switch"
          title="In which settings the runs differ that are ticked"
          data-testid="runs-compare"
          onClick={() => void compare(around, [...shown]).then(setCompared)}
        >
          <Words brief="Compare" full="Compare their settings" />
        </button>
      )}
      {kept.place !== null && (
        <button
          type="button"
          className="switch"
          aria-pressed={kept.keeps}
          title={`Keep each run in ${kept.place}`}
          data-testid="keep-runs"
          onClick={() => void studio.command({ type: "keep_runs", keeps: !kept.keeps })}
        >
          <Words brief="Keep runs" full="Keep runs" />
        </button>
      )}
      {compared && // above the studio, and not in the popover that the controls may be folded into
        createPortal(<Compared settings={compared} runs={shown} onClose={() => setCompared(null)} />, around.root)}
    </>
  );
}

interface ComparedProps {
  settings: RunsCompared["settings"];
  runs: readonly string[];
  onClose: () => void;
}

function Compared({ settings, runs, onClose }: ComparedProps) {
  const kept = useStudio((state) => state.runs?.runs);
  const names = runs.map((id) => kept?.find((run) => run.id === id)?.name ?? id);
  return (
    <Dialog title="What the runs differ in" name="compared" className="compared-dialog" onClose={onClose}>
      {settings.length === 0 && <p>They have the same settings, data and environment.</p>}
      {settings.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Setting</th>
              {names.map((name, i) => (
                <th scope="col" key={runs[i]}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {settings.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, i) => (
                  <td key={runs[i]}>{value || "—"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
