// Writes the document file; asks where the first time.
import { type FormEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import type { DocumentPlace } from "../place";
import { IconButton } from "../ui/IconButton";
import { fileName } from "./names";

export function SaveButton() {
  const { place } = useSurroundings().studio.model;
  return place ? <SaveInPlace place={place} /> : <SaveToFile />;
}

/** In a document's tab the page has the file: it says how it stands, and writes it as it writes every document. */
function SaveInPlace({ place }: { place: DocumentPlace }) {
  const changed = useSyncExternalStore(place.subscribe, place.changed);
  const path = useSyncExternalStore(place.subscribe, place.path);
  return (
    <div className="save">
      <span className="secondary" title={path} data-testid="saved">
        {changed ? "changed" : "saved"}
      </span>
      <IconButton icon="save" label={`Save to ${path}`} keys="Ctrl+S" testid="save" onClick={() => place.save()} />
    </div>
  );
}

function SaveToFile() {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const saved = useStudio((state) => state.saved);
  const stuck = useStudio((state) => state.trouble !== null);
  const path = useStudio((state) => state.path);
  const name = useStudio((state) => state.network.name);
  const [asked, setAsked] = useState<string | null>(null);
  const [trouble, setTrouble] = useState("");
  const [taken, setTaken] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const asking = asked !== null;
  useEffect(() => {
    if (asking) field.current?.select();
  }, [asking]);

  const write = async (where: string | null, overwrite = false) => {
    try {
      await studio.request({ type: "save", path: where, overwrite });
      setAsked(null);
      setTrouble("");
      setTaken(false);
      studio.notify("info", `Saved to ${where ?? path}.`);
    } catch (error) {
      setTrouble((error as Error).message);
      setTaken(error instanceof Failure && error.code === "ConflictError");
      setAsked(where ?? path ?? "");
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked?.trim()) void write(asked.trim());
  };
  return (
    <div className="save">
      <span className="secondary" title={path ?? "Not in a file yet"} data-testid="saved">
        {path === null ? "not in a file" : saved ? "saved" : stuck ? "not saved" : "saving…"}
      </span>
      <IconButton
        icon="save"
        label={path ? `Save to ${path}` : "Save to a file"}
        testid="save"
        disabled={!live}
        onClick={() => (path === null ? setAsked(`${fileName(name)}.playground.json`) : void write(null))}
      />
      {asked !== null && (
        <form
          className="popover save-form"
          onSubmit={submit}
          onKeyDown={(event) => event.key === "Escape" && setAsked(null)}
        >
          <label>
            Save the drawing to
            <input
              ref={field}
              className="field"
              value={asked}
              data-testid="save-path"
              onChange={(event) => {
                setAsked(event.target.value);
                setTaken(false);
              }}
            />
          </label>
          {trouble && (
            <p className="in-error" role="alert">
              {trouble}
            </p>
          )}
          <div className="row-end">
            <button type="button" className="button" onClick={() => setAsked(null)}>
              Cancel
            </button>
            {taken && (
              <button
                type="button"
                className="button"
                data-testid="save-over"
                onClick={() => void write(asked.trim(), true)}
              >
                Overwrite it
              </button>
            )}
            <button type="submit" className="button primary" data-testid="save-confirm">
              Save
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
