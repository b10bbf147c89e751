// What is done with notes: each verb is one undo step.
import { freshId, type Place } from "../canvas/creating";
import { lookup } from "../canvas/lookup";
import type { Surroundings } from "../context";
import type { Note } from "../messages";

export const LEAST_SIDE = 40;
export const MOST_LETTERS = 20_000;
const SIZE = { width: 240, height: 120 };

/** Begin to write a note at a place; the drawing has it when something was written. */
export function addNote({ studio, view }: Surroundings, at: Place): void {
  if (!studio.store.getState().drawable) return;
  const draft: Note = { id: freshId("note"), text: "", x: Math.round(at.x), y: Math.round(at.y), ...SIZE };
  view.setState({ nodes: [draft.id], edges: [], writing: draft.id, draft });
}

/** Keep what was written; gives whether the drawing took it. */
export function write({ studio, view }: Surroundings, note: Note, text: string): boolean {
  if (view.getState().draft?.id === note.id) {
    return !text.trim() || studio.edit({ type: "set_note", note: { ...note, text }, index: null });
  }
  const now = studio.store.getState().network.notes.find((each) => each.id === note.id);
  if (!now || now.text === text) return true;
  return studio.edit({ type: "set_note", note: { ...now, text }, index: null });
}

export interface Box extends Place {
  width: number;
  height: number;
}

export function resize({ studio, view }: Surroundings, note: Note, { x, y, width, height }: Box): void {
  const box = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
  view.setState({ sizing: null });
  if (box.width !== note.width || box.height !== note.height) {
    studio.edit({ type: "set_note", note: { ...note, ...box }, index: null });
  }
}

let burst: ReturnType<typeof setTimeout> | undefined;

/** Make the selected note larger or smaller at its right and its lower edge; a burst of presses is one edit. */
export function grow(around: Surroundings, right: number, down: number): void {
  const { nodes, sizing } = around.view.getState();
  const { network, drawable } = around.studio.store.getState();
  const note = lookup(network).note.get(nodes.filter((id) => lookup(network).note.has(id)).at(-1) ?? "");
  if (!drawable) return;
  if (!note) {
    around.view.setState({ said: { text: "Select a note first; nodes have one size." } });
    return;
  }
  const { id, x, y, width, height } = sizing?.id === note.id ? sizing : note;
  const side = (length: number, by: number) => Math.max(length + by, LEAST_SIDE);
  around.view.setState({ sizing: { id, x, y, width: side(width, right), height: side(height, down) } });
  clearTimeout(burst);
  burst = setTimeout(() => settleSize(around), 400);
}

/** Tell the drawing how large the note is now. */
export function settleSize(around: Surroundings): void {
  clearTimeout(burst);
  const { sizing } = around.view.getState();
  if (!sizing) return;
  const note = lookup(around.studio.store.getState().network).note.get(sizing.id);
  if (note) resize(around, note, sizing);
  else around.view.setState({ sizing: null });
}
