// One run in the table: ticked, starred, named, tagged, written about; and what can be done with it.
import { useSurroundings } from "../context";
import type { KeptRow } from "../messages";
import { IconButton } from "../ui/IconButton";
import { EditCell } from "./EditCell";
import type { Column } from "./runs";
import { tagsIn } from "./runs";
import { compareWithDrawing, label, remove, reopen, toggle } from "./verbs";

interface Props {
  run: KeptRow;
  columns: readonly Column[];
  /** Of its curves; empty while they are not shown. */
  colour: string;
}

export function RunRow({ run, columns, colour }: Props) {
  const around = useSurroundings();
  const { id, name } = run;
  return (
    <tr data-run={id} data-testid={`run-${name}`} className={colour ? "selected" : undefined}>
      <td className="show">
        <input
          type="checkbox"
          checked={colour !== ""}
          disabled={!run.history && colour === ""}
          title={run.history ? "Show its curves in the charts" : "Its history is not kept any more"}
          aria-label={`Show the curves of “${name}”`}
          data-testid={`show-run-${name}`}
          onChange={() => toggle(around, id)}
        />
        {colour !== "" && (
          <input
            type="color"
            value={colour}
            title="The colour of its curves"
            aria-label={`Colour of “${name}”`}
            data-testid={`colour-run-${name}`}
            onChange={(event) => void label(around, id, { colour: event.target.value })}
          />
        )}
      </td>
      <td className="star">
        <button
          type="button"
          className="star-button"
          aria-pressed={run.starred}
          title={run.starred ? "Keeps its weights whatever follows" : "Keep its weights whatever follows"}
          aria-label={`Star “${name}”`}
          data-testid={`star-run-${name}`}
          onClick={() => void label(around, id, { starred: !run.starred })}
        >
          {run.starred ? "★" : "☆"}
        </button>
      </td>
      {columns.map((column) => cell(column))}
      <td>
        <EditCell
          value={run.tags.join(", ")}
          what={`Tags of “${name}”, between commas`}
          testid={`tags-run-${name}`}
          onChange={(text) => label(around, id, { tags: tagsIn(text) })}
        />
      </td>
      <td>
        <EditCell
          value={run.note}
          what={`Note on “${name}”`}
          testid={`note-run-${name}`}
          onChange={(text) => label(around, id, { note: text })}
        />
      </td>
      <td className="actions">
        <IconButton
          icon="folder"
          label={`Open “${name}” again, with its weights`}
          testid={`reopen-run-${name}`}
          onClick={() => void reopen(around, run)}
        />
        <IconButton
          icon="compare"
          label={`Mark on the canvas what differs from “${name}”`}
          testid={`differ-run-${name}`}
          onClick={() => void compareWithDrawing(around, run)}
        />
        <IconButton
          icon="trash"
          label={`Delete “${name}”`}
          disabled={run.state === "running"}
          testid={`delete-run-${name}`}
          onClick={() => void remove(around, [id], name)}
        />
      </td>
    </tr>
  );

  function cell(column: Column) {
    if (column.name === "name")
      return (
        <th scope="row" className="name" key="name">
          <EditCell
            value={name}
            what={`Name of “${name}”`}
            testid={`name-run-${name}`}
            onChange={(text) => label(around, id, { name: text })}
          />
        </th>
      );
    if (column.name === "state")
      return (
        <td key="state" className={`state ${run.state}`} title={stateWords(run)}>
          {run.state}
        </td>
      );
    return (
      <td key={column.name} className={column.number ? "number" : "text"} title={column.text(run)}>
        {column.text(run)}
      </td>
    );
  }
}

function stateWords({ state, problem, weights }: KeptRow): string {
  const said = {
    running: "It goes on.",
    finished: "It came to its end.",
    stopped: "It was stopped.",
    failed: problem,
    lost: "Its kernel is gone, and it had not ended.",
  }[state];
  return weights ? said : `${said} Its weights are not kept.`;
}
