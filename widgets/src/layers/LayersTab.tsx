// All layers in a table that can be sorted by what they cost; a row leads to its node.
import { type KeyboardEvent, memo, useMemo, useState } from "react";
import { familyColour } from "../canvas/families";
import { useStudio, useSurroundings, useView } from "../context";
import { bytes, count, counted, short } from "../ui/format";
import { Icon } from "../ui/Icon";
import { type Column, NUMBERS, nextOrder, type Order, type Row, rowsOf, sorted, sumOf } from "./rows";

const COLUMNS: [Column, string, string][] = [
  ["name", "Layer", "Sort by name"],
  ["kind", "Kind", "Sort by kind"],
  ["shape", "Output", "Shape of the output; sort by its size"],
  ["parameters", "Parameters", "Sort by parameters"],
  ["trainable", "Trainable", "Parameters that train; sort by them"],
  ["flops", "FLOPs", "Floating-point operations for one sample, a multiply-add as two"],
  ["memory", "Memory", "Bytes that the outputs take for one sample"],
];

const WRITTEN: Record<(typeof NUMBERS)[number], (value: number) => string> = {
  parameters: count,
  trainable: count,
  flops: short,
  memory: bytes,
};

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
  if (rows.length === 0) return <p className="empty">Nothing is drawn yet.</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside.
    <div className="layers" data-testid="layers" onKeyDown={moveFocus}>
      <table>
        <thead>
          <tr>
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
        <tbody>
          {shown.map((row) => (
            <Line
              key={row.node}
              row={row}
              colour={familyColour(row.group, groups, dark)}
              selected={selected.has(row.node)}
              choose={view.setState}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
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

interface LineProps {
  row: Row;
  colour: string;
  selected: boolean;
  choose: (state: { nodes: string[]; edges: string[]; centred: { node: string } }) => void;
}

const Line = memo(function Line({ row, colour, selected, choose }: LineProps) {
  const show = () => choose({ nodes: [row.node], edges: [], centred: { node: row.node } });
  return (
    <tr className={selected ? "selected" : undefined} aria-current={selected || undefined} onClick={show}>
      <th scope="row">
        <button type="button" title={`Show “${row.name}” on the canvas`} data-testid={`layer-${row.name}`}>
          {row.name}
        </button>
      </th>
      <td className="kind">
        <i className="dot" style={{ background: colour }} />
        {row.kind}
      </td>
      <td className="shape" title={row.shape}>
        {row.shape || "?"}
      </td>
      {NUMBERS.map((column) => {
        const value = row[column];
        return (
          <td key={column} className={value === null ? "number secondary" : "number"} title={exactly(column, value)}>
            {value === null ? "?" : WRITTEN[column](value)}
          </td>
        );
      })}
    </tr>
  );
});

function Total({ column, rows }: { column: (typeof NUMBERS)[number]; rows: readonly Row[] }) {
  const { value, unknown } = sumOf(rows, column);
  const more = unknown > 0 ? `, and that of ${counted(unknown, "layer")} unknown` : "";
  return (
    <td className="number" title={`${exactly(column, value)}${more}`} data-testid={`total-${column}`}>
      {WRITTEN[column](value)}
      {unknown > 0 && "+"}
    </td>
  );
}

function exactly(column: (typeof NUMBERS)[number], value: number | null): string {
  if (value === null) return "Unknown";
  return column === "memory"
    ? `${count(value)} bytes`
    : column === "flops"
      ? `${count(value)} operations`
      : count(value);
}

/** Up and down go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("tbody button")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  const next = at < 0 ? buttons[0] : buttons[at + by];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
