// All layers in a table that can be sorted by what they cost; a row leads to its node.
import { type FocusEvent, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { familyColour } from "../canvas/families";
import { useStudio, useSurroundings, useView } from "../context";
import { counted } from "../ui/format";
import { Icon } from "../ui/Icon";
import { exactly, Gap, Line, WRITTEN } from "./LayerRow";
import { type Column, NUMBERS, nextOrder, type Order, type Row, rowsOf, sorted, sumOf } from "./rows";
import { useRows } from "./useRows";

const COLUMNS: [Column, string, string][] = [
  ["name", "Layer", "Sort by name"],
  ["kind", "Kind", "Sort by kind"],
  ["shape", "Output", "Shape of the output; sort by its size"],
  ["parameters", "Parameters", "Sort by parameters"],
  ["trainable", "Trainable", "Parameters that train; sort by them"],
  ["flops", "FLOPs", "Floating-point operations for one sample, a multiply-add as two"],
  ["memory", "Memory", "Bytes that the outputs take for one sample"],
];

export function LayersTab() {
  const { view } = useSurroundings();
  const network = useStudio((state) => state.network);
  const report = useStudio((state) => state.report);
  const kinds = useStudio((state) => state.kinds);
  const groups = useStudio((state) => state.start?.catalog.groups);
  const dark = useView((state) => state.theme === "dark");
  const chosen = useView((state) => state.nodes);
  const [order, setOrder] = useState<Order | null>(null);
  const rows = useMemo(() => rowsOf(network, report, kinds), [network, report, kinds]);
  const shown = useMemo(() => sorted(rows, order), [rows, order]);
  const selected = useMemo(() => new Set(chosen), [chosen]);
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const chosenRow = useMemo(() => shown.findIndex((row) => row.node === only), [shown, only]);
  const activeRow = useMemo(() => shown.findIndex((row) => row.node === active), [shown, active]);
  const { parts, onScroll, reveal, page } = useRows(box, shown.length, activeRow);
  const reachable = activeRow >= 0 ? activeRow : Math.max(chosenRow, 0);
  useEffect(() => {
    if (chosenRow >= 0) reveal(chosenRow);
  }, [chosenRow, reveal]);
  const coming = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!coming.current) return;
    box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(coming.current)}"] button`)?.focus();
    coming.current = null;
  });

  function moveFocus(event: KeyboardEvent<HTMLElement>): void {
    const here = (event.target as HTMLElement).closest("tr")?.dataset.node;
    const at = shown.findIndex((each) => each.node === here);
    const to = at >= 0 ? goal(event.key, at, page, shown.length) : event.key === "ArrowDown" ? reachable : null;
    const row = to === null ? undefined : shown[to];
    if (to === null || !row) return;
    event.preventDefault();
    event.stopPropagation();
    reveal(to);
    coming.current = row.node;
    setActive(row.node);
  }

  const follow = (event: FocusEvent<HTMLElement>) => {
    setActive((event.target as HTMLElement).closest("tr")?.dataset.node ?? null);
  };

  if (rows.length === 0) return <p className="empty">Nothing is drawn yet.</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside.
    <div className="layers" ref={box} data-testid="layers" onKeyDown={moveFocus} onScroll={onScroll}>
      <table aria-rowcount={shown.length + 2}>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(([column, title, help]) => {
              const down = order?.column === column ? order.down : null;
              return (
                <th
                  key={column}
                  className={column}
                  aria-sort={down === null ? "none" : down ? "descending" : "ascending"}
                >
                  <button
                    type="button"
                    title={help}
                    data-testid={`sort-${column}`}
                    onClick={() => setOrder(nextOrder(order, column))}
                  >
                    {title}
                    {down !== null && <Icon name={down ? "chevron-down" : "chevron-up"} size={11} />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody onFocus={follow}>
          {parts.flatMap(({ from, to, drawn }) =>
            drawn
              ? shown
                  .slice(from, to)
                  .map((row, i) => (
                    <Line
                      key={row.node}
                      row={row}
                      at={from + i}
                      colour={familyColour(row.group, groups, dark)}
                      selected={selected.has(row.node)}
                      reachable={from + i === reachable}
                      choose={view.setState}
                    />
                  ))
              : [
                  <Gap
                    key={`gap ${from === 0 ? "above" : to === shown.length ? "below" : "between"}`}
                    rows={to - from}
                    columns={COLUMNS.length}
                  />,
                ],
          )}
        </tbody>
        <tfoot>
          <tr aria-rowindex={shown.length + 2}>
            <th scope="row">{counted(rows.length, "layer")}</th>
            <td className="kind" />
            <td className="shape" />
            {NUMBERS.map((column) => (
              <Total key={column} column={column} rows={rows} />
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Total({ column, rows }: { column: (typeof NUMBERS)[number]; rows: readonly Row[] }) {
  const { value, unknown } = sumOf(rows, column);
  const more = unknown > 0 ? `, and that of ${counted(unknown, "layer")} unknown` : "";
  return (
    <td className="number" title={`${exactly(column, value)}${more}`} data-testid={`total-${column}`}>
      {unknown === rows.length ? "?" : `${WRITTEN[column](value)}${unknown > 0 ? "+" : ""}`}
    </td>
  );
}

/** The row that a key leads to from another; null for a key that leads to none. */
function goal(key: string, at: number, page: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), count - 1);
}
