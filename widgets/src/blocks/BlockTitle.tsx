// A block's name on its card, which can be changed in place, and how often it runs.
import type { Title } from "../canvas/Title";
import { NameField, useRename } from "../canvas/Title";
import { useView } from "../context";
import { timesWord } from "./words";

export function BlockTitle({ node, layer, children }: React.ComponentProps<typeof Title>) {
  const rename = useRename(node);
  const renaming = useView((state) => state.renaming === node);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard.
    <div className="card-title" onDoubleClick={rename}>
      {renaming ? (
        <NameField layer={layer} />
      ) : (
        <span className="card-kind" title={layer.name}>
          {layer.name}
        </span>
      )}
      {children}
      {layer.repeat > 1 && (
        <span className="card-times" title={`Runs ${layer.repeat} times in a row`} data-testid={`times-${layer.name}`}>
          {timesWord(layer)}
        </span>
      )}
    </div>
  );
}
