// What the sheet of keys says: every key of the table, and what only the mouse does, under what they are for.
import { SHORTCUTS, type Subject } from "../canvas/shortcuts";

export interface Entry {
  /** Alternatives, as they stand on a keyboard. */
  keys: readonly string[];
  does: string;
}

interface Chapter {
  subject: Subject;
  entries: Entry[];
}

const ORDER: readonly Subject[] = ["Look around", "Blocks and layers", "Add and wire", "Studio", "Edit"];

/** Keys of the studio that are heard elsewhere, and what the mouse does. */
const OTHERS: Readonly<Record<Subject, readonly Entry[]>> = {
  "Look around": [
    { keys: ["Drag", "Space+drag"], does: "Pan, on the background or anywhere" },
    { keys: ["Ctrl+wheel"], does: "Zoom; the wheel alone on a focused canvas" },
  ],
  "Blocks and layers": [{ keys: ["Double-click"], does: "Open a block" }],
  "Add and wire": [
    { keys: ["Double-click"], does: "Add a layer, on the background" },
    { keys: ["Drop"], does: "Put a layer into a wire" },
    { keys: ["Ctrl+Enter"], does: "The same, from the search" },
  ],
  Studio: [
    { keys: ["Ctrl+Enter"], does: "Train, or pause" },
    { keys: ["Alt+Enter"], does: "Apply the first fix" },
  ],
  Edit: [
    { keys: ["Shift+drag"], does: "Select an area" },
    { keys: ["Alt+drag"], does: "Leave a node and move a copy" },
  ],
};

export function sheet(): Chapter[] {
  return ORDER.map((subject) => ({ subject, entries: [...keysOf(subject), ...OTHERS[subject]] }));
}

/** Keys that do one thing in several directions are one entry. */
function keysOf(subject: Subject): Entry[] {
  const found = new Map<string, string[]>();
  for (const { of, does, keys } of SHORTCUTS) {
    if (of === subject) found.set(does, [...(found.get(does) ?? []), ...keys.map(printed)]);
  }
  return [...found].map(([does, keys]) => ({ does, keys: together(keys) }));
}

const ARROWS: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };
const ALL = Object.values(ARROWS).join("");

function printed(keys: string): string {
  return keys.replace(/Arrow\w+/, (arrow) => ARROWS[arrow] ?? arrow).replace("Escape", "Esc");
}

/** The four arrows as one: "Alt+←→↑↓". */
function together(keys: string[]): string[] {
  const [first = ""] = keys;
  return keys.length === 4 && first.endsWith("←") ? [first.replace("←", ALL)] : keys;
}
