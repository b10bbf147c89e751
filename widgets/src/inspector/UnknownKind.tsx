// A layer whose kind nobody has defined here: what it is set to, kept as it is, and how to make it known.
import { takesCells } from "../cells";
import { useStudio, useSurroundings } from "../context";
import type { Layer } from "../messages";
import { writeLayer } from "../writing";
import { python } from "./values";

export function UnknownKind({ layer }: { layer: Layer }) {
  const { studio, root } = useSurroundings();
  const live = useStudio((state) => state.live);
  const known = useStudio((state) => state.start !== null);
  const settings = Object.entries(layer.settings);
  if (live && !known) return null;
  return (
    <section data-testid="unknown-kind">
      <h3>Settings</h3>
      {settings.length === 0 && <p className="secondary">none</p>}
      {settings.map(([name, value]) => (
        <div className="setting" key={name}>
          <span className="setting-name" title={name}>
            {name}
          </span>
          <span className="setting-field mono kept" title={python(value)}>
            {python(value)}
          </span>
        </div>
      ))}
      <p className="secondary summary">
        They are kept as they are. Once a class of this name is registered, the node works again, with these settings.
      </p>
      {live && /^[A-Za-z_]\w*$/.test(layer.kind) && (
        <button
          type="button"
          className="button"
          data-testid="write-class"
          onClick={() => writeLayer(studio, root, layer.kind, layer.settings)}
        >
          {takesCells(studio.model) ? "Write the class in a new cell" : "Copy a class to fill in"}
        </button>
      )}
    </section>
  );
}
