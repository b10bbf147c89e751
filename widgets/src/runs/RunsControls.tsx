// Beside the tabs while runs are shown: what to look for, whether they are kept, and what those that are ticked differ in.
import { useStudio, useSurroundings, useView } from "../context";
import { Words } from "../dock/FoldingControls";
import { useShownRuns } from "./useShownRuns";

export function RunsControls() {
  const { view, studio } = useSurroundings();
  const kept = useStudio((state) => state.runs);
  const live = useStudio((state) => state.live);
  const filter = useView((state) => state.runFilter);
  const shown = useShownRuns();
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
          onClick={() => view.setState({ comparing: true })}
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
    </>
  );
}
