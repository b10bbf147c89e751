// The runs that are kept: a table to sort, to filter and to write in, and the curves of those that are ticked.
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { chartColours } from "../dock/colours";
import { isShare } from "../dock/curves";
import { figure } from "../dock/figure";
import { useSize } from "../dock/useSize";
import type { KeptRow, KeptRuns } from "../messages";
import { NO_HISTORY } from "../state";
import { count, words } from "../ui/format";
import { Icon } from "../ui/Icon";
import { RunRow } from "./RunRow";
import { coloursOf, columnsOf, curvesOf, filtered, nextOrder, type Order, sorted } from "./runs";
import { useOverlays } from "./useOverlays";
import { useShownRuns } from "./useShownRuns";
import { askRuns } from "./verbs";

const CHART = 340;
const TITLE = 22;
/** More rows than these are drawn when somebody asks for them. */
const MOST_ROWS = 100;
const NO_RUNS: readonly KeptRow[] = [];

export function RunsTab() {
  const around = useSurroundings();
  const live = useStudio((state) => state.live);
  const kept = useStudio((state) => state.runs);
  useEffect(() => {
    if (live) void askRuns(around);
  }, [around, live]);
  if (!live) return <p className="empty">The kernel of this drawing is gone. Run the cell again to see its runs.</p>;
  if (!kept) return <p className="empty">Looking for runs …</p>;
  return <Kept kept={kept} />;
}

function Kept({ kept }: { kept: KeptRuns }) {
  const ground = useRef<HTMLDivElement>(null);
  const { height } = useSize(ground);
  const filter = useView((state) => state.runFilter);
  const shown = useShownRuns();
  const [order, setOrder] = useState<Order | null>(null);
  const columns = useMemo(() => columnsOf(kept.runs), [kept.runs]);
  const rows = useMemo(() => sorted(filtered(kept.runs, filter), order), [kept.runs, filter, order]);
  const colours = useMemo(() => coloursOf(kept.runs, shown), [kept.runs, shown]);
  const [all, setAll] = useState(false);
  const drawn = all ? rows : rows.slice(0, MOST_ROWS);
  const damaged = Object.entries(kept.damaged);
  return (
    <div className="runs" ref={ground} data-testid="runs">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the fields inside. */}
      <div className="run-table" onKeyDown={moveFocus}>
        {kept.trouble && (
          <p className="in-error" role="alert" data-testid="runs-trouble">
            {kept.trouble}
          </p>
        )}
        {kept.runs.length === 0 && damaged.length === 0 && <Nothing kept={kept} />}
        {kept.runs.length > 0 && rows.length === 0 && <p className="empty">No run has these words.</p>}
        {rows.length > 0 && (
          <table>
            <thead>
              <tr>
                <th className="show">
                  <span className="unseen">Shown in the charts</span>
                </th>
                <th className="star">
                  <span className="unseen">Star</span>
                </th>
                {columns.map(({ name, title, number }) => {
                  const down = order?.column === name ? order.down : null;
                  return (
                    <th
                      key={name}
                      className={number ? "number" : name}
                      aria-sort={down === null ? "none" : down ? "descending" : "ascending"}
                    >
                      <button
                        type="button"
                        data-testid={`sort-run-${name}`}
                        onClick={() => setOrder(nextOrder(order, name))}
                      >
                        {title}
                        {down !== null && <Icon name={down ? "chevron-down" : "chevron-up"} size={11} />}
                      </button>
                    </th>
                  );
                })}
                <th>Tags</th>
                <th>Note</th>
                <th className="actions">
                  <span className="unseen">What to do with it</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {drawn.map((run) => (
                <RunRow key={run.id} run={run} columns={columns} colour={colours.get(run.id) ?? ""} />
              ))}
            </tbody>
          </table>
        )}
        {drawn.length < rows.length && (
          <p className="more-runs">
            <button type="button" className="link" data-testid="runs-all" onClick={() => setAll(true)}>
              Show all {count(rows.length)}
            </button>
          </p>
        )}
        {damaged.map(([id, sentence]) => (
          <p className="in-error" key={id} data-testid={`damaged-${id}`}>
            {sentence}
          </p>
        ))}
      </div>
      {shown.length > 0 && height > 0 && <ShownRuns runs={kept.runs} height={height - TITLE - 12} />}
    </div>
  );
}

/** Before the first run: where the next one will be kept. */
function Nothing({ kept: { place, keeps, most_weights } }: { kept: KeptRuns }) {
  const sentence = !place
    ? "Runs of this studio are not kept: it was given no folder for them."
    : keeps
      ? `Each run is kept in ${place} with its network, settings and history: to compare, and to open again. The last ${most_weights} and those with a star keep their weights.`
      : "Runs are not kept now; “Keep runs” does so from the next one on.";
  return <p className="empty">{sentence}</p>;
}

/** The curves of the runs that are ticked. */
function ShownRuns({ runs, height }: { runs: readonly KeptRow[]; height: number }) {
  const { root } = useSurroundings();
  const shown = useShownRuns();
  const names = useMemo(() => curvesOf(runs.filter((run) => shown.includes(run.id)) ?? NO_RUNS), [runs, shown]);
  const [wanted, setWanted] = useState("loss");
  const metric = names.includes(wanted) ? wanted : (names[0] ?? "loss");
  const options = useView((state) => state.curves);
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const others = useOverlays(metric, options, CHART);
  const log = options.log && !isShare(metric);
  const { smoothing, unit } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () => figure(metric, NO_HISTORY, 0, { smoothing, log, unit, width: CHART, height, others }, chartColours(root)),
    [metric, others, smoothing, log, unit, height, root, theme],
  );
  const title = words(metric);
  return (
    <div className="run-chart">
      <select
        className="field"
        aria-label="Metric of the chart"
        value={metric}
        data-testid="runs-metric"
        onChange={(event) => setWanted(event.target.value)}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {words(name)}
          </option>
        ))}
      </select>
      <Chart
        title={title.charAt(0).toUpperCase() + title.slice(1)}
        note=""
        size={{ width: CHART, height }}
        make={make}
        testid="chart-runs"
        chosen={make}
      />
    </div>
  );
}

/** Arrows up and down go to the same field of the next row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const field = event.target as HTMLElement;
  const row = field.closest("tr");
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!row || step === 0 || field.matches("input:not([type='checkbox']), select, textarea")) return;
  const rows = [...event.currentTarget.querySelectorAll("tbody tr")];
  const next = rows[rows.indexOf(row) + step];
  const fields = (of: Element) => [...of.querySelectorAll<HTMLElement>("button, input[type='checkbox']")];
  const to = next && fields(next)[Math.min(fields(row).indexOf(field), fields(next).length - 1)];
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  to.focus();
}
