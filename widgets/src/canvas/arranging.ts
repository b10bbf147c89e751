// Places all nodes anew, lines some up and spreads them evenly: each is one step of undo.
import { kindOf } from "../blocks/kinds";
import type { Surroundings } from "../context";
import type { Direction, Network } from "../messages";
import type { StudioState } from "../state";
import type { Place } from "./creating";
import { card } from "./geometry";
import { edgesInto, layerAt } from "./lookup";
import { showsPictures } from "./shown";
import type { Box } from "./snapping";
import { moveOf } from "./verbs";

export type Line = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Axis = "x" | "y";

/** Where boxes go so that their edges, or their middles, are in one line. */
export function aligned(boxes: readonly Box[], line: Line): Map<string, Place> {
  const axis: Axis = line === "left" || line === "centre" || line === "right" ? "x" : "y";
  const size = axis === "x" ? "width" : "height";
  const share = line === "left" || line === "top" ? 0 : line === "centre" || line === "middle" ? 0.5 : 1;
  const low = Math.min(...boxes.map((box) => box[axis]));
  const high = Math.max(...boxes.map((box) => box[axis] + box[size]));
  const at = low + (high - low) * share;
  return new Map(boxes.map((box) => [box.id, { x: box.x, y: box.y, [axis]: at - box[size] * share }]));
}

/** Where boxes go so that the gaps between them are equal; the first and the last stay. */
export function distributed(boxes: readonly Box[], axis: Axis): Map<string, Place> {
  const size = axis === "x" ? "width" : "height";
  const row = [...boxes].sort((a, b) => a[axis] - b[axis]);
  const [first, last] = [row[0], row.at(-1)];
  if (!first || !last || row.length < 3) return new Map();
  const taken = row.reduce((sum, box) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - taken) / (row.length - 1);
  let at = first[axis];
  const places = new Map<string, Place>();
  for (const box of row) {
    places.set(box.id, { x: box.x, y: box.y, [axis]: at });
    at += box[size] + gap;
  }
  return places;
}

interface Boxes {
  of: readonly unknown[];
  boxes: readonly Box[];
}

const made = new WeakMap<Network, Boxes>();

/** All that stands on the canvas, with the room it takes; kept, since a drag asks at each move. */
export function boxesOn({ studio }: Pick<Surroundings, "studio">): readonly Box[] {
  const state = studio.store.getState();
  const of = [state.kinds, state.report.nodes, showsPictures(state)];
  const known = made.get(state.network);
  if (known?.of.every((each, i) => each === of[i])) return known.boxes;
  const boxes = boxesOf(state);
  made.set(state.network, { of, boxes });
  return boxes;
}

function boxesOf(state: StudioState): Box[] {
  const { network, kinds } = state;
  const pictured = showsPictures(state);
  const cards = network.nodes.map(({ id, x, y }) => {
    const kind = kindOf(kinds, layerAt(network, id));
    const outputs = state.report.nodes[id]?.outputs.length ?? 1;
    const { width, height } = card(kind, edgesInto(network, id), pictured, outputs);
    return { id, x, y, width, height };
  });
  return [...cards, ...network.notes.map(({ id, x, y, width, height }) => ({ id, x, y, width, height }))];
}

function move(around: Surroundings, places: (boxes: readonly Box[]) => Map<string, Place>, least: number): void {
  const chosen = new Set(around.view.getState().nodes);
  const boxes = boxesOn(around).filter((box) => chosen.has(box.id));
  if (boxes.length < least) {
    around.studio.notify("info", `Select ${least === 2 ? "two" : "three"} nodes or more to line them up.`);
    return;
  }
  const edit = moveOf(around, places(boxes));
  if (edit) around.studio.edit(edit);
}

export function align(around: Surroundings, line: Line): void {
  move(around, (boxes) => aligned(boxes, line), 2);
}

export function distribute(around: Surroundings, axis: Axis): void {
  move(around, (boxes) => distributed(boxes, axis), 3);
}

/** Let the kernel place all nodes of the network that is shown; the next time goes the same way. */
export function arrange({ studio, view }: Surroundings, direction: Direction): void {
  view.setState({ direction });
  void studio.command({ type: "arrange", path: [...view.getState().path], direction });
}
