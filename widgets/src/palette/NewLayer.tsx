// The last row among one's own layers: asks for a name in place, and writes a class of it into a cell.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { takesCells } from "../cells";
import { useStudio, useSurroundings } from "../context";
import { Icon } from "../ui/Icon";
import { writeLayer } from "../writing";

export function NewLayer() {
  const { studio, root } = useSurroundings();
  const live = useStudio((state) => state.live);
  const [name, setName] = useState<string | null>(null);
  const [trouble, setTrouble] = useState("");
  const place = useRef<HTMLDivElement>(null);

  // The row is the last of a long list.
  useEffect(() => {
    if (name !== null || trouble) place.current?.scrollIntoView({ block: "nearest" });
  }, [name, trouble]);

  function close() {
    setName(null);
    setTrouble("");
  }

  async function write() {
    const refused = await writeLayer(studio, root, name?.trim() ?? "");
    if (refused === null) close();
    else setTrouble(refused);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") close();
    else void write();
  }

  if (name === null) {
    return (
      <button
        type="button"
        className="palette-kind palette-new"
        title={`Write a class for a layer of your own${takesCells(studio.model) ? ", in a new cell below" : ""}`}
        disabled={!live}
        data-testid="new-layer"
        onClick={() => setName("")}
      >
        <Icon name="plus" size={12} />
        <span className="palette-name">New layer…</span>
      </button>
    );
  }
  return (
    <div className="palette-naming" ref={place}>
      <input
        className="field"
        // biome-ignore lint/a11y/noAutofocus: the field answers the press that asked for it.
        autoFocus
        value={name}
        placeholder="Name of the class"
        aria-label="Name of the new layer's class"
        aria-invalid={trouble !== ""}
        data-testid="new-layer-name"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value);
          setTrouble("");
        }}
        onKeyDown={onKeyDown}
        onBlur={() => name === "" && close()}
      />
      {trouble && (
        <p className="in-error" role="alert" data-testid="trouble-new-layer">
          {trouble}
        </p>
      )}
    </div>
  );
}
