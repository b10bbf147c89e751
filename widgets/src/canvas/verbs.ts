// What can be done with the drawing from the keyboard, the palette and the search: each verb is one undo step.
import { kindOf, titleOf } from "../blocks/kinds";
import type { Surroundings } from "../context";
import type { Edge, Edit, Fix, Kind } from "../messages";
import { isDrawing, openText } from "../sharing/text";
import { copied, fromText, type Piece, pasted, toText } from "./clipboard";
import { added, anchor, freePlace, insertedOn, type Place, placeAfter, roomOn } from "./creating";
import type { End } from "./ends";
import { card } from "./geometry";
import { edgeId, edgesInto, layerAt, lookup } from "./lookup";
import { showsPictures } from "./shown";
import { deletion, off, on, plan } from "./wiring";

/** What was copied last on this page, for browsers that keep the system's clipboard to themselves. */
let kept = "";
/** Copies on their way to the system's clipboard, which holds what was there before until they are. */
let underWay = 0;

export function batch(edits: Edit[], label: string): Edit {
  const [only] = edits;
  return only && edits.length === 1 ? only : { type: "batch", edits, label };
}

export function select({ view }: Surroundings, nodes: string[], edges: string[] = []): void {
  view.setState({ nodes, edges });
}

function heightOf({ studio }: Surroundings, kindName: string): number {
  const state = studio.store.getState();
  return card(state.kinds[kindName], [], showsPictures(state)).height;
}

interface Placing {
  /** The output or the input that the new node is wired to. */
  end?: End | null;
  settings?: Record<string, unknown>;
}

/** A new node, the edits that put it on the canvas and wire it, and why it can't be wired. */
export interface Wish {
  node: string;
  kind: Kind;
  edits: Edit[];
  refusal: string | null;
}

/** What placing a kind would be, without doing it. */
export function wish({ studio }: Pick<Surroundings, "studio">, kind: Kind, at: Place, options: Placing = {}): Wish {
  const state = studio.store.getState();
  const { node, layer, edit } = added(kind, state, at, options.settings);
  const made: Wish = { node: node.id, kind, edits: [edit], refusal: null };
  if (!options.end) return made;
  const network = {
    ...state.network,
    nodes: [...state.network.nodes, node],
    layers: [...state.network.layers, layer],
  };
  const wire = plan(network, state.kinds, options.end, { node: node.id });
  return "edits" in wire ? { ...made, edits: [edit, ...wire.edits] } : { ...made, refusal: wire.refusal };
}

/** A wish that is wired to an output, put before what these wires of that output lead to. */
export function putBetween({ studio }: Pick<Surroundings, "studio">, wished: Wish, behind: readonly Edge[]): Wish {
  if (wished.refusal || wished.kind.outputs === 0) return wished;
  const [only, ...others] = behind;
  const room = only && others.length === 0 ? roomOn(studio.store.getState().network, only) : null;
  const led = behind.flatMap((edge) => [off(edge), on({ ...edge, source: wished.node, output: 0 })]);
  const { x, y } = room?.at ?? { x: 0, y: 0 };
  const moved: Edit[] = room ? [{ type: "move", positions: { ...room.positions, [wished.node]: [x, y] } }] : [];
  return { ...wished, edits: [...wished.edits, ...led, ...moved] };
}

/** Make a wish true as one step, with what adapts the drawing to it, and select the new node. */
export function grant(around: Surroundings, { node, kind, edits, refusal }: Wish, adapter?: Fix | null): string | null {
  if (refusal) around.studio.notify("refused", refusal);
  const name = titleOf(kind.name);
  const label = adapter ? `Add ${name}: ${adapter.label}` : `Add ${name}`;
  if (!around.studio.edit(batch(adapter ? [...edits, adapter.edit] : edits, label))) return null;
  select(around, [node]);
  return node;
}

/** Put a kind on the canvas and select it; with `end`, wire it to the output or the input that it was pulled from. */
export function place(around: Surroundings, kindName: string, at: Place, options: Placing = {}): string | null {
  const kind = around.studio.store.getState().kinds[kindName];
  if (!kind) return null;
  if (kind.obstacle) {
    around.studio.notify("error", kind.obstacle);
    return null;
  }
  return grant(around, wish(around, kind, at, options));
}

/** Put a kind behind the selected node, wired to it; behind the only loose end when nothing is selected. */
export function append(around: Surroundings, kindName: string, fallback: Place): string | null {
  const { network, kinds } = around.studio.store.getState();
  const height = heightOf(around, kindName);
  const before = anchor(network, around.view.getState().nodes);
  if (!before) return place(around, kindName, freePlace(network, fallback, height));
  const takes = (kinds[kindName]?.ports.length ?? 0) > 0;
  const gives = (kindOf(kinds, layerAt(network, before))?.outputs ?? 1) > 0;
  const end = takes && gives ? { node: before, output: 0 } : null;
  return place(around, kindName, placeAfter(network, before, height), { end });
}

/** Put a kind in the middle of a wire. */
export function insertOn(around: Surroundings, kindName: string, edge: Edge, at: Place): string | null {
  const state = around.studio.store.getState();
  const kind = state.kinds[kindName];
  if (!kind || kind.obstacle) return place(around, kindName, at);
  const { edits, node } = insertedOn(kind, edge, state, at);
  if (!around.studio.edit(batch(edits, `Insert ${kind.name}`))) return null;
  select(around, [node]);
  return node;
}

export function selectedEdges({ studio, view }: Surroundings): Edge[] {
  const chosen = new Set(view.getState().edges);
  return studio.store.getState().network.edges.filter((edge) => chosen.has(edgeId(edge)));
}

export function removeSelection(around: Surroundings, heal: boolean): void {
  const { network } = around.studio.store.getState();
  const { node, note } = lookup(network);
  const chosen = around.view.getState().nodes;
  const nodes = chosen.filter((id) => node.has(id));
  const edits = deletion(network, nodes, selectedEdges(around), heal);
  for (const id of chosen) if (note.has(id)) edits.push({ type: "remove_note", note: id });
  if (edits.length === 0) return;
  // A focused element that goes away would leave the focus, and the next key, to the notebook.
  around.root.focus({ preventScroll: true });
  select(around, []);
  around.studio.edit(batch(edits, "Delete"));
}

export function selectAll(around: Surroundings): void {
  const { network } = around.studio.store.getState();
  select(
    around,
    [...network.nodes, ...network.notes].map((each) => each.id),
  );
}

export async function copy(around: Surroundings): Promise<boolean> {
  const { nodes } = around.view.getState();
  if (nodes.length === 0) return false;
  kept = toText(copied(around.studio.store.getState().network, nodes));
  // Browsers refuse the clipboard outside of https and localhost; the copy on this page is there all the same.
  underWay += 1;
  await navigator.clipboard?.writeText(kept).catch(() => undefined);
  underWay -= 1;
  return true;
}

export async function cut(around: Surroundings): Promise<void> {
  const copying = copy(around);
  removeSelection(around, false);
  await copying;
}

export async function paste(around: Surroundings, at: Place | null): Promise<void> {
  const text = underWay ? kept : await navigator.clipboard?.readText().catch(() => kept);
  pasteText(around, text || kept, at);
}

export function pasteText(around: Surroundings, text: string, at: Place | null): void {
  if (isDrawing(text)) return void openText(around, text);
  const piece = fromText(text);
  if (!piece) {
    around.studio.notify("error", "The clipboard holds no layers; copy some on a canvas first.");
    return;
  }
  put(around, piece, at);
}

function put(around: Surroundings, piece: Piece, at: Place | null): void {
  const { edit, nodes } = pasted(piece, around.studio.store.getState().network, at);
  if (around.studio.edit(edit)) select(around, nodes);
}

export function duplicate(around: Surroundings): void {
  const { nodes } = around.view.getState();
  if (nodes.length > 0) put(around, copied(around.studio.store.getState().network, nodes), null);
}

let burst: ReturnType<typeof setTimeout> | undefined;

/** Move the selection a little; a burst of presses is one edit. */
export function nudge(around: Surroundings, dx: number, dy: number): void {
  const { nodes, moving } = around.view.getState();
  const { network } = around.studio.store.getState();
  const chosen = new Set(nodes);
  const next = new Map(moving ?? []);
  for (const node of [...network.nodes, ...network.notes]) {
    if (!chosen.has(node.id)) continue;
    const here = next.get(node.id) ?? node;
    next.set(node.id, { x: here.x + dx, y: here.y + dy });
  }
  if (next.size === 0) return;
  around.view.setState({ moving: next });
  clearTimeout(burst);
  burst = setTimeout(() => settle(around), 400);
}

/** Tell the drawing where the moved nodes are now. */
export function settle(around: Surroundings): void {
  clearTimeout(burst);
  const { moving } = around.view.getState();
  if (!moving) return;
  const edit = moveOf(around, moving);
  if (edit) around.studio.edit(edit);
  around.view.setState({ moving: null });
}

/** As far as the canvas reaches in each direction, in its pixels. */
const REACH = 1e7;

const onCanvas = (at: number): number => Math.min(Math.max(Math.round(at), -REACH), REACH);

export function moveOf({ studio }: Surroundings, moving: ReadonlyMap<string, Place>): Edit | null {
  const { network } = studio.store.getState();
  const positions: Record<string, [number, number]> = {};
  for (const node of [...network.nodes, ...network.notes]) {
    const place = moving.get(node.id);
    if (!place) continue;
    const [x, y] = [onCanvas(place.x), onCanvas(place.y)];
    if (x !== node.x || y !== node.y) positions[node.id] = [x, y];
  }
  return Object.keys(positions).length > 0 ? { type: "move", positions } : null;
}

/** Whether a node stands alone, so that it can be dropped on a wire. */
export function isLoose({ studio }: Surroundings, id: string): boolean {
  const { network } = studio.store.getState();
  return (
    lookup(network).node.has(id) &&
    edgesInto(network, id).length === 0 &&
    !network.edges.some((edge) => edge.source === id)
  );
}
