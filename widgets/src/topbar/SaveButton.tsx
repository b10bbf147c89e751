// Writes the document file; asks where the first time.
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import { IconButton } from "../ui/IconButton";
import { fileName } from "./names";

export function SaveButton() {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const saved = useStudio((state) => state.saved);
  const path = useStudio((state) => state.path);
  const name = useStudio((state) => state.network.name);
  const [asked, setAsked] = useState<string | null>(null);
  const [trouble, setTrouble] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const asking = asked !== null;
  useEffect(() => {
    if (asking) field.current?.select();
  }, [asking]);

  const write = async (where: string | null) => {
    try {
      await studio.request({ type: "save", path: where });
      setAsked(null);
      setTrouble("");
      studio.notify("info", `Saved to ${where ?? path}.`);
    } catch (error) {
      setTrouble((error as Error).message);
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
        {path === null ? "not in a file" : saved ? "saved" : "changed"}
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
              onChange={(event) => setAsked(event.target.value)}
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
            <button type="submit" className="button primary" data-testid="save-confirm">
              Save
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
