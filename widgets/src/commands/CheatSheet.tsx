// The keys and the gestures of the canvas by what they are for, read from the table that runs the keys.
import { useRef } from "react";
import { useSurroundings, useView } from "../context";
import { IconButton } from "../ui/IconButton";
import { keepTab, useModal } from "../ui/useModal";
import { type Entry, sheet } from "./sheet";

export function CheatSheet() {
  const open = useView((state) => state.cheatSheet);
  return open ? <Sheet /> : null;
}

function Sheet() {
  const { view, root } = useSurroundings();
  const dialog = useRef<HTMLDivElement>(null);
  useModal(dialog, root);
  const close = () => view.setState({ cheatSheet: false });
  return (
    <div
      className="dialog-ground sheet-ground"
      role="presentation"
      onPointerDown={(event) => event.target === event.currentTarget && close()}
    >
      <div
        ref={dialog}
        className="cheat-sheet nowheel"
        role="dialog"
        aria-modal="true"
        aria-label="Keys and gestures"
        tabIndex={-1}
        data-testid="cheat-sheet"
        onKeyDown={(event) => {
          keepTab(event);
          if (event.key !== "Escape" && event.key !== "?") return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      >
        <div className="dialog-head">
          <h2>Keys and gestures</h2>
          <span className="secondary">On a Mac, Cmd does what Ctrl does.</span>
          <IconButton icon="close" label="Close" keys="Esc" onClick={close} />
        </div>
        <div className="sheet-columns">
          {sheet().map(({ subject, entries }) => (
            <section key={subject}>
              <h3>{subject}</h3>
              <dl>{entries.map(rowOf)}</dl>
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}

function rowOf({ keys, does }: Entry) {
  return (
    <div key={does}>
      <dt>
        {keys.map((each) => (
          <kbd key={each}>{each}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
