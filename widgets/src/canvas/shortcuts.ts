// The keys of the canvas as a table: the dispatcher and the cheat sheet both read it.
import { enter } from "../blocks/going";
import { redo, undo } from "../blocks/history";
import * as blocks from "../blocks/verbs";
import type { Surroundings } from "../context";
import { openGallery } from "../gallery/opening";
import { addNote, grow } from "../notes/verbs";
import { lookOn, switchSilence } from "../plane/silencing";
import { lookup } from "./lookup";
import { aim, markOrConnect } from "./marking";
import * as marks from "./marks";
import { say, steer, type Way } from "./steering";
import * as verbs from "./verbs";

export interface Tools {
  around: Surroundings;
  /** Where the pointer is, in canvas pixels; null while it is elsewhere. */
  pointer(): { x: number; y: number } | null;
  /** The middle of what is seen, in canvas pixels. */
  middle(): { x: number; y: number };
  fit(): void;
  zoom(by: "in" | "out" | "whole"): void;
  /** Look so many pixels of the screen further to the right and further down. */
  pan(right: number, down: number): void;
  search(): void;
  escape(): void;
}

/** What a person wants who looks for a key. */
export type Subject = "Look around" | "Add and wire" | "Edit" | "Blocks and layers" | "Studio";

export interface Shortcut {
  /** Alternatives, as `describe` writes a key press. */
  keys: readonly string[];
  of: Subject;
  does: string;
  /** Keys of the whole studio act in its panels too; the others only on the canvas. */
  everywhere?: boolean;
  run(tools: Tools): void;
}

const step = 16;
const PAN = 64;

const WAYS: readonly { arrow: string; way: Way; x: number; y: number }[] = [
  { arrow: "ArrowLeft", way: "left", x: -1, y: 0 },
  { arrow: "ArrowRight", way: "right", x: 1, y: 0 },
  { arrow: "ArrowUp", way: "up", x: 0, y: -1 },
  { arrow: "ArrowDown", way: "down", x: 0, y: 1 },
];

export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ["Ctrl+Z"],
    of: "Edit",
    does: "Undo",
    everywhere: true,
    run: ({ around }) => void undo(around),
  },
  {
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    of: "Edit",
    does: "Redo",
    everywhere: true,
    run: ({ around }) => void redo(around),
  },
  { keys: ["/"], of: "Add and wire", does: "Find and add a layer", everywhere: true, run: (tools) => tools.search() },
  {
    keys: ["T"],
    of: "Add and wire",
    does: "New from a template",
    everywhere: true,
    run: ({ around }) => openGallery(around),
  },
  {
    keys: ["Enter"],
    of: "Add and wire",
    does: "Open a block; else add a layer",
    run: openOrSearch,
  },
  {
    keys: ["Delete", "Backspace"],
    of: "Edit",
    does: "Delete",
    run: ({ around }) => verbs.removeSelection(around, false),
  },
  {
    keys: ["Ctrl+Delete", "Ctrl+Backspace"],
    of: "Edit",
    does: "Delete and close the gap",
    run: ({ around }) => verbs.removeSelection(around, true),
  },
  { keys: ["Ctrl+C"], of: "Edit", does: "Copy", run: ({ around }) => void verbs.copy(around) },
  { keys: ["Ctrl+X"], of: "Edit", does: "Cut", run: ({ around }) => void verbs.cut(around) },
  {
    keys: ["Ctrl+V"],
    of: "Edit",
    does: "Paste at the pointer",
    run: ({ around, pointer }) => void verbs.paste(around, pointer()),
  },
  { keys: ["Ctrl+D"], of: "Edit", does: "Duplicate", run: ({ around }) => verbs.duplicate(around) },
  { keys: ["Ctrl+A"], of: "Edit", does: "Select all", run: ({ around }) => verbs.selectAll(around) },
  {
    keys: ["Ctrl+G"],
    of: "Blocks and layers",
    does: "Make a block of what is selected",
    run: ({ around }) => void blocks.groupSelection(around),
  },
  {
    keys: ["Ctrl+Shift+G"],
    of: "Blocks and layers",
    does: "Dissolve a block",
    run: ({ around }) => void blocks.dissolve(around),
  },
  {
    keys: ["Ctrl+B"],
    of: "Blocks and layers",
    does: "Bypass, or take in again",
    run: ({ around }) => marks.toggleBypass(around),
  },
  {
    keys: ["Ctrl+Shift+F"],
    of: "Blocks and layers",
    does: "Freeze the weights, or let them train",
    run: ({ around }) => marks.toggleFreeze(around),
  },
  { keys: ["P"], of: "Edit", does: "Pin in place, or unpin", run: ({ around }) => marks.togglePin(around) },
  {
    keys: ["N"],
    of: "Add and wire",
    does: "Write a note",
    run: (tools) => addNote(tools.around, tools.pointer() ?? tools.middle()),
  },
  { keys: ["F2"], of: "Edit", does: "Rename", run: ({ around }) => rename(around) },
  ...WAYS.map(
    ({ arrow, x, y }): Shortcut => ({
      keys: [arrow],
      of: "Edit",
      does: "Move what is selected, or pan",
      run: (tools) => nudgeOrPan(tools, x, y),
    }),
  ),
  ...WAYS.map(
    ({ arrow, x, y }): Shortcut => ({
      keys: [`Ctrl+Shift+${arrow}`],
      of: "Edit",
      does: "Size a note",
      run: ({ around }) => grow(around, x * step, y * step),
    }),
  ),
  ...WAYS.map(
    ({ arrow, way }): Shortcut => ({
      keys: [`Alt+${arrow}`],
      of: "Look around",
      does: "Go along the wires",
      run: ({ around }) => steer(around, way),
    }),
  ),
  ...WAYS.map(
    ({ arrow, way }): Shortcut => ({
      keys: [`Alt+Shift+${arrow}`],
      of: "Edit",
      does: "Select the next node too",
      run: ({ around }) => steer(around, way, true),
    }),
  ),
  {
    keys: ["L"],
    of: "Add and wire",
    does: "Mark an output; on another node, connect them",
    run: ({ around }) => markOrConnect(around),
  },
  {
    keys: ["Shift+L"],
    of: "Add and wire",
    does: "Choose the input for L",
    run: ({ around }) => aim(around),
  },
  {
    keys: ["U"],
    of: "Look around",
    does: "Look at the next unit of the node",
    run: ({ around }) => say(around, lookOn(around, 1)),
  },
  {
    keys: ["Shift+U"],
    of: "Look around",
    does: "Look at the unit before",
    run: ({ around }) => say(around, lookOn(around, -1)),
  },
  {
    keys: ["S"],
    of: "Look around",
    does: "Silence the unit, or hear it again",
    run: ({ around }) => say(around, switchSilence(around)),
  },
  { keys: ["."], of: "Look around", does: "Show the whole network", run: (tools) => tools.fit() },
  { keys: ["+", "="], of: "Look around", does: "Zoom in", run: (tools) => tools.zoom("in") },
  { keys: ["-"], of: "Look around", does: "Zoom out", run: (tools) => tools.zoom("out") },
  { keys: ["0"], of: "Look around", does: "Zoom to 100 %", run: (tools) => tools.zoom("whole") },
  {
    keys: ["Ctrl+F"],
    of: "Look around",
    does: "Find a node or a note",
    everywhere: true,
    run: ({ around }) => around.view.setState({ asking: "nodes", search: null }),
  },
  {
    keys: ["Ctrl+K"],
    of: "Studio",
    does: "Find a command",
    everywhere: true,
    run: ({ around }) => around.view.setState({ asking: "commands", search: null }),
  },
  {
    keys: ["?"],
    of: "Studio",
    does: "Show these keys",
    everywhere: true,
    run: ({ around }) => around.view.setState(({ cheatSheet }) => ({ cheatSheet: !cheatSheet })),
  },
  {
    keys: ["Escape"],
    of: "Studio",
    does: "Close, select nothing, or leave the block",
    everywhere: true,
    run: (tools) => tools.escape(),
  },
];

function nudgeOrPan({ around, pan }: Tools, x: number, y: number): void {
  if (around.view.getState().nodes.length > 0) verbs.nudge(around, x * step, y * step);
  else pan(x * PAN, y * PAN);
}

function openOrSearch(tools: Tools): void {
  const { view, studio } = tools.around;
  const [only, ...others] = view.getState().nodes;
  if (only && others.length === 0 && lookup(studio.store.getState().network).note.has(only)) {
    view.setState({ writing: only });
    return;
  }
  const block = blocks.selectedBlock(tools.around);
  if (block) enter(tools.around.view, block.layer.id);
  else tools.search();
}

function rename({ view, studio }: Surroundings): void {
  const [node] = view.getState().nodes;
  const { drawable, network } = studio.store.getState();
  if (!node || !drawable) return;
  view.setState(lookup(network).note.has(node) ? { writing: node } : { renaming: node });
}

/** A key press as the table writes it: "Ctrl+Shift+Z", "?", "ArrowUp". Cmd counts as Ctrl. */
export function describe(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const letter = /^[A-Z]$/.test(key) || event.key.length > 1;
  return [
    event.ctrlKey || event.metaKey ? "Ctrl+" : "",
    event.altKey ? "Alt+" : "",
    event.shiftKey && letter ? "Shift+" : "",
    key,
  ].join("");
}

export function find(event: KeyboardEvent): Shortcut | undefined {
  const pressed = describe(event);
  return SHORTCUTS.find((shortcut) => shortcut.keys.includes(pressed));
}

/** Whether the press goes into a field, where every key is text. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Whether the press is in a dialog, which has the keys for itself while it is open. */
export function isInDialog(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.closest("[aria-modal=true]") !== null;
}

/** Whether the press belongs to a control of its own, which Enter and the arrows work. */
export function isControl(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && target.closest("button, a, [role=tab], [role=option]") !== null;
}
