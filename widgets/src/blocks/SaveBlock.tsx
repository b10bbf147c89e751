// The name under which a block is kept in the palette; one that is taken is replaced only when that is said.
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { Layer } from "../messages";

export function SaveBlock({ layer, onDone }: { layer: Layer; onDone: () => void }) {
  const { studio } = useSurroundings();
  const taken = useStudio((state) => state.shelf?.blocks);
  const [name, setName] = useState(layer.name);
  const [refused, setRefused] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const replaces = taken?.some((block) => block.name === name.trim()) ?? false;
  useEffect(() => field.current?.select(), []);

  async function save(event: FormEvent) {
    event.preventDefault();
    const command = { type: "save_block", layer: layer.id, name: name.trim(), path: [], overwrite: replaces } as const;
    try {
      await studio.request({ ...command, path: [] });
      studio.notify("info", `“${name.trim()}” is in the palette now, under My blocks.`);
      onDone();
    } catch (error) {
      setRefused((error as Error).message);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <div className="block-save">
        <input
          ref={field}
          className="field"
          value={name}
          aria-label="Name in the palette"
          aria-describedby={id}
          aria-invalid={refused !== ""}
          spellCheck={false}
          data-testid="block-save-name"
          onChange={(event) => {
            setName(event.target.value);
            setRefused("");
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") onDone();
          }}
        />
        <button type="submit" className="button" disabled={name.trim() === ""} data-testid="block-save-keep">
          {replaces ? "Replace" : "Save"}
        </button>
      </div>
      <p id={id} className={refused ? "in-error" : "secondary"} role={refused ? "alert" : undefined}>
        {refused || (replaces ? "There is one of this name; it would be replaced." : "")}
      </p>
    </form>
  );
}
