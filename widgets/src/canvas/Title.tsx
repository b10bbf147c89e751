// A card's kind and the user's name for its layer, which can be changed in place.
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import type { Layer } from "../messages";
import { kindWord } from "./words";

/** So many letters of a layer's name stay, however long the name of its kind is. */
const KEPT = 5;

/** What a double-click on a node's title does: its name becomes a field. */
export function useRename(node: string): (event: MouseEvent) => void {
  const { view, studio } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  return (event) => {
    event.stopPropagation();
    if (drawable) view.setState({ renaming: node });
    else studio.notify("info", "Without a kernel the drawing can't be changed; run the cell.");
  };
}

export function Title({ node, layer, children }: { node: string; layer: Layer; children?: React.ReactNode }) {
  const rename = useRename(node);
  const renaming = useView((state) => state.renaming === node);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard.
    <div className="card-title" onDoubleClick={rename}>
      <span className="card-kind" title={layer.kind}>
        {kindWord(layer.kind)}
      </span>
      {children}
      {renaming ? (
        <NameField layer={layer} />
      ) : (
        <span className="card-name" title={layer.name} style={{ minWidth: `${Math.min(layer.name.length, KEPT)}ch` }}>
          <bdi>{layer.name}</bdi>
        </span>
      )}
    </div>
  );
}

export function NameField({ layer }: { layer: Layer }) {
  const { studio, view, root } = useSurroundings();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);

  function finish(keep: boolean) {
    if (done.current) return;
    done.current = true;
    const name = field.current?.value.trim() ?? "";
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    view.setState({ renaming: null });
    if (keep && name && name !== layer.name) studio.edit({ type: "rename_layer", layer: layer.id, name });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.nativeEvent.stopPropagation();
    finish(event.key === "Enter");
  }

  return (
    <input
      ref={field}
      className="card-rename nodrag nopan"
      defaultValue={layer.name}
      aria-label={`Name of the layer ${layer.name}`}
      data-testid="rename"
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
    />
  );
}
