// The confusion matrix: rows the truth, columns the answer; a cell that is chosen shows its samples.
import { type CSSProperties, type KeyboardEvent, useRef, useState } from "react";
import { useSurroundings, useView } from "../context";
import { VIRIDIS, viridis } from "../pictures/colours";
import { count, percent } from "../ui/format";
import { cellAt, classNames, type Seen } from "./predictions";

const HEAD = 16;
const NOTE = 18;
const LEAST = 12;
const MOST = 24;
/** The width of the columns, and of one. */
const ACROSS = 260;
const LEAST_ACROSS = 26;
const MOST_ACROSS = 64;
/** More classes than this leave no room for numbers in their cells. */
const WRITTEN = 15;

export function Confusion({ seen, height }: { seen: Seen; height: number }) {
  const { view } = useSurroundings();
  const look = useView((state) => state.predicted);
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const [over, setOver] = useState<readonly [number, number] | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const names = classNames(seen.head);
  const { shown } = seen.head;
  const size = shown.length;
  // Between two rows there is a line.
  const side = Math.max(LEAST, Math.min(MOST, Math.floor((height - HEAD - NOTE) / Math.max(1, size)) - 1));
  const least = size <= WRITTEN ? LEAST_ACROSS : side;
  const across = Math.max(least, Math.min(MOST_ACROSS, Math.floor(ACROSS / Math.max(1, size))));
  const name = (place: number) => names[shown[place] ?? place] ?? "";
  const chosen = typeof look.list === "object" ? look.list : null;
  const pick = (row: number, column: number) => {
    setAt([row, column]);
    const list = { truth: shown[row] ?? row, answer: shown[column] ?? column };
    const same = chosen?.truth === list.truth && chosen.answer === list.answer;
    view.setState({ predicted: { ...look, list: same ? "worst" : list } });
  };
  const move = (event: KeyboardEvent) => {
    const [row, column] = at;
    const goals: Record<string, readonly [number, number]> = {
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      Home: [row, 0],
      End: [row, size - 1],
    };
    const goal = goals[event.key];
    if (event.key === "Enter" || event.key === " ") pick(row, column);
    else if (!goal) return;
    event.preventDefault();
    if (!goal) return;
    const [to, along] = goal.map((each) => Math.max(0, Math.min(size - 1, each))) as [number, number];
    setAt([to, along]);
    setOver([to, along]);
    table.current?.rows[to + 1]?.cells[along + 1]?.focus();
  };
  const say = (row: number, column: number) => {
    const cell = cellAt(seen, row, column);
    return `true ${name(row)}, answered ${name(column)}: ${count(cell.count)} (${percent(cell.share)})`;
  };
  const left = seen.head.names.length - size;
  return (
    <div className="confusion" data-testid="confusion">
      <div className="confusion-scroll">
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen is a grid.
          role="grid"
          aria-label="Confusion matrix: rows the truth, columns the answer"
          style={{ "--cell": `${side}px`, "--across": `${across}px` } as CSSProperties}
          onKeyDown={move}
          onPointerLeave={() => setOver(null)}
        >
          <thead>
            <tr>
              <td />
              {shown.map((label, column) => (
                <th key={label} scope="col" title={name(column)}>
                  {name(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((label, row) => (
              <tr key={label}>
                <th scope="row" title={name(row)}>
                  {name(row)}
                </th>
                {shown.map((other, column) => {
                  const cell = cellAt(seen, row, column);
                  const selected = chosen?.truth === label && chosen.answer === other;
                  return (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of all its cells.
                    <td
                      key={other}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid is its control.
                      role="gridcell"
                      tabIndex={at[0] === row && at[1] === column ? 0 : -1}
                      aria-selected={selected}
                      aria-label={say(row, column)}
                      className={row === column ? "right" : undefined}
                      style={cell.count > 0 ? shade(cell.share) : undefined}
                      data-testid={`cell-${label}-${other}`}
                      onClick={() => pick(row, column)}
                      onFocus={() => setAt([row, column])}
                      onPointerEnter={() => setOver([row, column])}
                    >
                      {cell.count > 0 && size <= WRITTEN ? cell.count : ""}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="secondary confusion-note" data-testid="confusion-note">
        {over
          ? say(...over)
          : left > 0
            ? `the ${size} classes with most errors, of ${seen.head.names.length}`
            : "rows are true, columns answered"}
      </p>
    </div>
  );
}

/** Viridis, with the text in whichever of black and white stands out from it more. */
function shade(share: number): CSSProperties {
  const at = 3 * Math.round(255 * Math.min(1, share));
  const [red, green, blue] = [0, 1, 2].map((i) => linear((VIRIDIS[at + i] ?? 0) / 255)) as [number, number, number];
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return { background: viridis(share), color: light > 0.179 ? "#000000" : "#ffffff" };
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
