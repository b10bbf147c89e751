// How well each class is told: a table that sorts by each of its columns; a row that is chosen marks its curves.
import { useState } from "react";
import { useSurroundings, useView } from "../context";
import { COLUMNS, type Seen, sortedRows, tableAt, tableText } from "./predictions";

const F1 = 2;

export function ClassTable({ seen }: { seen: Seen }) {
  const { view } = useSurroundings();
  const look = useView((state) => state.predicted);
  const [{ column, descending }, setOrder] = useState({ column: F1, descending: false });
  const labels = seen.head.kind === "labels";
  const chosen = labels ? seen.head.unit : look.marked;
  const choose = (row: number) => {
    view.setState({ predicted: labels ? { ...look, unit: row, list: "worst" } : { ...look, marked: row } });
  };
  const sort = (next: number) => setOrder({ column: next, descending: next === column && !descending });
  return (
    <div className="class-table" data-testid="class-table">
      <table>
        <thead>
          <tr>
            {[labels ? "label" : "class", ...COLUMNS].map((title, i) => (
              <th
                key={title}
                scope="col"
                aria-sort={i - 1 === column ? (descending ? "descending" : "ascending") : undefined}
              >
                <button type="button" data-testid={`sort-${title}`} onClick={() => sort(i - 1)}>
                  {title}
                  <span aria-hidden="true">{i - 1 === column ? (descending ? " ↓" : " ↑") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortedRows(seen, column, descending).map((row) => (
            <tr key={row} className={row === chosen ? "selected" : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  aria-pressed={row === chosen}
                  title={labels ? "Look at this label" : "Mark its curves"}
                  data-testid={`class-${row}`}
                  onClick={() => choose(row)}
                >
                  {seen.head.names[row]}
                </button>
              </th>
              {COLUMNS.map((title, i) => (
                <td key={title}>{tableText(tableAt(seen, row, i), i)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
