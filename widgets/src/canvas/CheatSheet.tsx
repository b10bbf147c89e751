// The keys of the canvas, read from the table that runs them.
import { useRef } from "react";
import { useSurroundings, useView } from "../context";
import { IconButton } from "../ui/IconButton";
import { useModal } from "../ui/useModal";
import { SHORTCUTS } from "./shortcuts";

const MOUSE: readonly [string, string][] = [
  ["Drag background", "Pan (also Space or middle button)"],
  ["Shift + drag", "Select an area"],
  ["Alt + drag", "Leave the node and put a copy"],
  ["Drop on a wire", "Put the layer into it"],
  ["Ctrl + wheel", "Zoom; without Ctrl once the canvas has the focus, and in full screen or a tab of its own"],
  ["Double-click", "On the background: add a layer. On a title: rename. On a block: open it"],
];

export function CheatSheet() {
  const open = useView((state) => state.cheatSheet);
  return open ? <Sheet /> : null;
}

function Sheet() {
  const { view, root } = useSurroundings();
  const sheet = useRef<HTMLDivElement>(null);
  useModal(sheet, root);
  const close = () => view.setState({ cheatSheet: false });
  const rows = [...byDeed(), ...MOUSE];
  return (
    <div
      ref={sheet}
      className="cheat-sheet nowheel"
      role="dialog"
      aria-label="Keys"
      tabIndex={-1}
      data-testid="cheat-sheet"
      onKeyDown={(event) => {
        if (event.key !== "Escape" && event.key !== "?") return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <div className="sheet-head">
        <h2>Keys</h2>
        <IconButton icon="close" label="Close" keys="Esc" onClick={close} />
      </div>
      <dl>
        {rows.map(([keys, does]) => (
          <div key={does}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Keys that do one thing in several directions stand in one row. */
function byDeed(): [string, string][] {
  const keys = new Map<string, string[]>();
  for (const shortcut of SHORTCUTS) {
    keys.set(shortcut.does, [...(keys.get(shortcut.does) ?? []), shortcut.keys.map(printed).join(" or ")]);
  }
  return [...keys].map(([does, each]) => [each.join(" "), does]);
}

const ARROWS: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

function printed(keys: string): string {
  return keys.replace(/Arrow\w+/, (arrow) => ARROWS[arrow] ?? arrow);
}
