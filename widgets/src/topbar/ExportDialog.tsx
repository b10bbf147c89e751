// Export of the model: format, place, and what the reloaded copy answered.
import { type FormEvent, useRef, useState } from "react";
import { Failure } from "../connection";
import { useStudio, useSurroundings, useView } from "../context";
import { PictureRow } from "../files/PictureRow";
import type { Answer, ExportSummary } from "../messages";
import { Dialog } from "../ui/Dialog";
import { useModal } from "../ui/useModal";
import { ExportResult } from "./ExportResult";
import { type ExportFormat, exportPath } from "./names";

const FORMATS: [ExportFormat, string, string][] = [
  ["saved_model", "SavedModel", "A folder for TensorFlow Serving and every TensorFlow runtime; any batch size."],
  ["keras", ".keras file", "One file for keras.models.load_model; keeps the optimizer and goes on training."],
];

/** The kernel's sentence names the argument that Python takes for it. */
const TAKEN = /\bexists\b.*overwrite/;

export function ExportDialog() {
  const open = useView((state) => state.exporting);
  return open ? <Open /> : null;
}

function Open() {
  const { studio, view, root } = useSurroundings();
  const name = useStudio((state) => state.network.name);
  const live = useStudio((state) => state.live);
  const exports = useStudio((state) => state.exports);
  const [format, setFormat] = useState<ExportFormat>("saved_model");
  const [typed, setTyped] = useState<string | null>(null);
  const [overwrite, setOverwrite] = useState(false);
  const [exists, setExists] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const path = typed ?? exportPath(name, format);

  useModal(field, root);
  const close = () => view.setState({ exporting: false });
  const place = (change: () => void) => {
    change();
    setExists(false);
    setOverwrite(false);
    setTrouble("");
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble("");
    try {
      const command = { type: "export_model", format, path: path.trim(), overwrite } as const;
      const { answer } = await studio.request<Extract<Answer, { type: "exported" }>>(command);
      remember(answer.summary);
      setExists(false);
      setOverwrite(false);
    } catch (error) {
      const taken = error instanceof Failure && !overwrite && TAKEN.test(error.message);
      setExists(taken || overwrite);
      setTrouble(
        taken ? `“${path.trim()}” exists: choose another path, or tick the box below.` : (error as Error).message,
      );
    } finally {
      setBusy(false);
    }
  };
  const remember = (summary: ExportSummary) =>
    studio.store.setState((old) => ({ exports: [summary, ...old.exports.filter((each) => each !== summary)] }));

  return (
    <Dialog title="Export the model" name="export" onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <Formats chosen={format} disabled={busy} onChoose={(value) => place(() => setFormat(value))} />
        <label className="dialog-row">
          Path
          <input
            ref={field}
            className="field"
            value={path}
            disabled={busy}
            aria-invalid={trouble !== ""}
            data-testid="export-path"
            onChange={(event) => place(() => setTyped(event.target.value))}
          />
        </label>
        {trouble && (
          <p className="in-error" role="alert" data-testid="export-error">
            {trouble}
          </p>
        )}
        {exists && (
          <label className="check">
            <input
              type="checkbox"
              checked={overwrite}
              data-testid="export-overwrite"
              onChange={(event) => setOverwrite(event.target.checked)}
            />
            Overwrite what is there
          </label>
        )}
        <div className="row-end">
          <span className="secondary" aria-live="polite">
            {busy ? "Writing, then asking a fresh process for the same answers…" : ""}
          </span>
          <button
            type="submit"
            className="button primary"
            disabled={busy || !live || path.trim() === "" || (exists && !overwrite)}
            data-testid="export-confirm"
          >
            {busy ? "Exporting…" : "Export"}
          </button>
        </div>
        <PictureRow />
        {exports.length > 0 && (
          <ul className="export-results" aria-label="Exports of this session">
            {exports.map((summary) => (
              <ExportResult key={`${summary.path} ${summary.seconds} ${summary.size_bytes}`} summary={summary} />
            ))}
          </ul>
        )}
      </form>
    </Dialog>
  );
}

interface FormatsProps {
  chosen: ExportFormat;
  disabled: boolean;
  onChoose: (format: ExportFormat) => void;
}

function Formats({ chosen, disabled, onChoose }: FormatsProps) {
  return (
    <div className="formats" role="radiogroup" aria-label="Format">
      {FORMATS.map(([value, title, summary]) => (
        <label key={value} className={value === chosen ? "format chosen" : "format"}>
          <input
            type="radio"
            name="format"
            value={value}
            checked={value === chosen}
            disabled={disabled}
            data-testid={`export-${value}`}
            onChange={() => onChoose(value)}
          />
          <b>{title}</b>
          <span className="secondary">{summary}</span>
        </label>
      ))}
    </div>
  );
}
