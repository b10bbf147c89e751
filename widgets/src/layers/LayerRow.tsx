// One layer in the table, and the height of those that are out of sight.
import { memo } from "react";
import { bytes, count, short } from "../ui/format";
import { NUMBERS, type Row } from "./rows";
import { ROW } from "./useRows";

export const WRITTEN: Record<(typeof NUMBERS)[number], (value: number) => string> = {
  parameters: count,
  trainable: count,
  flops: short,
  memory: bytes,
};

/** Rows that are out of sight. */
export function Gap({ rows, columns }: { rows: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without a tabindex takes no focus.
    <tr className="gap" aria-hidden="true">
      <td colSpan={columns} style={{ height: rows * ROW }} />
    </tr>
  );
}

interface LineProps {
  row: Row;
  at: number;
  colour: string;
  selected: boolean;
  /** Tab leads to this row; the arrows lead from it to the others. */
  reachable: boolean;
  choose: (state: { nodes: string[]; edges: string[]; centred: { node: string } }) => void;
}

export const Line = memo(function Line({ row, at, colour, selected, reachable, choose }: LineProps) {
  const show = () => choose({ nodes: [row.node], edges: [], centred: { node: row.node } });
  return (
    <tr
      className={selected ? "selected" : undefined}
      aria-current={selected || undefined}
      aria-rowindex={at + 2}
      data-node={row.node}
      onClick={show}
    >
      <th scope="row">
        <button
          type="button"
          title={`Show “${row.name}” on the canvas`}
          tabIndex={reachable ? 0 : -1}
          data-testid={`layer-${row.name}`}
        >
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

/** A number with nothing left out, in words. */
export function exactly(column: (typeof NUMBERS)[number], value: number | null): string {
  if (value === null) return "Unknown";
  return column === "memory"
    ? `${count(value)} bytes`
    : column === "flops"
      ? `${count(value)} operations`
      : count(value);
}
