// Paints a drawing whose cards are too small for words: one tile a node, thin lines for the wires.
import type { LayerFlowNode, WireFlowEdge } from "../canvas/drawing";
import type { Box, Point } from "../canvas/routing";
import type { Report } from "../messages";
import { boxOf } from "./find";
import type { Tint } from "./tints";
import type { Palette } from "./usePalette";

export interface Wires {
  known: Path2D;
  unknown: Path2D;
  faulty: Path2D;
  chosen: Path2D;
}

export interface Scene {
  nodes: readonly LayerFlowNode[];
  tints: ReadonlyMap<string, Tint>;
  wires: Wires;
  /** Wires of nodes that are on their way, from port to port. */
  loose: readonly [Point, Point][];
  /** The box that is being drawn round what is to be selected. */
  marquee: Box | null;
}

interface Sight {
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

/** Above it a tile has room for the beginning of its name. */
const NAMED = 0.28;
const LETTERS = { size: 34, line: 36, most: 8, inset: 6 };
/** What marks a layer as new to the run, in pixels of the screen: a word, or where that would hide its tile, a dot. */
const BADGE = { size: 11, height: 14, inset: 4, edge: 5 };
const DOT = { most: 4, least: 2 };

/** The wires at rest by how they look, without the loose ones. */
export function wiresOf(
  edges: readonly WireFlowEdge[],
  report: Report,
  chosen: ReadonlySet<string>,
  loose: ReadonlySet<string>,
  glow: string | null = null,
): Wires {
  const made: Wires = { known: new Path2D(), unknown: new Path2D(), faulty: new Path2D(), chosen: new Path2D() };
  for (const { id, source, target, selected, style, data } of edges) {
    if (!data || style || loose.has(id)) continue;
    const known = report.nodes[source]?.outputs[data.edge.output] !== undefined;
    const marked = selected || id === glow || chosen.has(source) || chosen.has(target);
    const look = marked ? "chosen" : known ? "known" : "unknown";
    draw(made[report.nodes[target]?.state === "faulty" ? "faulty" : look], data.points);
  }
  return made;
}

function draw(path: Path2D, [first, ...rest]: readonly Point[]): void {
  if (!first) return;
  path.moveTo(first.x, first.y);
  for (const { x, y } of rest) path.lineTo(x, y);
}

/** Paint all that is in sight; `scale` is how many pixels of the device one of the page has. */
export function paint(
  context: CanvasRenderingContext2D,
  scene: Scene,
  sight: Sight,
  scale: number,
  palette: Palette,
): void {
  const { x, y, zoom, width, height } = sight;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(scale * zoom, 0, 0, scale * zoom, scale * x, scale * y);
  const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const nodes = scene.nodes.filter((node) => overlaps(boxOf(node), seen));
  const pixel = 1 / zoom;
  paintNotes(context, nodes, palette, pixel);
  paintWires(context, scene, palette, pixel);
  paintTiles(context, nodes, scene.tints, palette);
  paintMarks(context, nodes, scene.tints, palette, pixel);
  if (zoom >= NAMED) paintNames(context, nodes, scene.tints, palette);
  paintNew(context, nodes, scene.tints, palette, zoom);
  if (scene.marquee) paintMarquee(context, scene.marquee, palette, pixel);
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y;
}

function paintNotes(
  context: CanvasRenderingContext2D,
  nodes: readonly LayerFlowNode[],
  palette: Palette,
  pixel: number,
): void {
  context.lineWidth = pixel;
  for (const node of nodes) {
    if (node.type !== "note") continue;
    const { x, y, width, height } = boxOf(node);
    context.fillStyle = palette.note;
    context.fillRect(x, y, width, height);
    context.strokeStyle = node.selected ? palette.accent : palette.noteEdge;
    context.strokeRect(x, y, width, height);
  }
}

function paintWires(context: CanvasRenderingContext2D, { wires, loose }: Scene, palette: Palette, pixel: number): void {
  context.lineWidth = 0.9 * pixel;
  context.strokeStyle = palette.wire;
  context.stroke(wires.known);
  context.globalAlpha = 0.5;
  context.stroke(wires.unknown);
  context.globalAlpha = 1;
  context.strokeStyle = palette.error;
  context.stroke(wires.faulty);
  context.strokeStyle = palette.accent;
  context.stroke(wires.chosen);
  context.beginPath();
  for (const [from, to] of loose) {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
}

/** Tiles by colour: changing the colour is what costs. */
function paintTiles(
  context: CanvasRenderingContext2D,
  nodes: readonly LayerFlowNode[],
  tints: ReadonlyMap<string, Tint>,
  palette: Palette,
): void {
  const grounds = new Map<string, LayerFlowNode[]>();
  for (const node of nodes) {
    const tint = tints.get(node.id);
    if (!tint) continue;
    const ground = groundUnder(tint, palette);
    const known = grounds.get(ground);
    if (known) known.push(node);
    else grounds.set(ground, [node]);
  }
  for (const [ground, tiles] of grounds) {
    context.fillStyle = ground;
    for (const tile of tiles) {
      const { x, y, width, height } = boxOf(tile);
      // A fix that is looked at would take it away.
      if (tile.style) context.globalAlpha = 0.25;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
    }
  }
}

function groundUnder({ family, bypassed, state }: Tint, palette: Palette): string {
  return palette.ground(family, bypassed || state === "waiting");
}

function paintMarks(
  context: CanvasRenderingContext2D,
  nodes: readonly LayerFlowNode[],
  tints: ReadonlyMap<string, Tint>,
  palette: Palette,
  pixel: number,
): void {
  for (const node of nodes) {
    const { x, y, width, height } = boxOf(node);
    const tint = tints.get(node.id);
    if (tint?.bypassed) {
      context.setLineDash([2 * pixel, 2 * pixel]);
      context.strokeStyle = palette.waiting;
      context.lineWidth = pixel;
      context.strokeRect(x, y, width, height);
      context.setLineDash([]);
    }
    if (tint?.state === "faulty") {
      context.fillStyle = palette.error;
      context.fillRect(x, y, width, height);
    }
    if (tint?.differs) {
      context.strokeStyle = palette[tint.differs];
      context.lineWidth = 3 * pixel;
      context.strokeRect(x - pixel, y - pixel, width + 2 * pixel, height + 2 * pixel);
    }
    if (node.selected) {
      context.strokeStyle = palette.accent;
      context.lineWidth = 2 * pixel;
      context.strokeRect(x - pixel, y - pixel, width + 2 * pixel, height + 2 * pixel);
    }
  }
}

function paintNames(
  context: CanvasRenderingContext2D,
  nodes: readonly LayerFlowNode[],
  tints: ReadonlyMap<string, Tint>,
  palette: Palette,
): void {
  let ink = "";
  context.font = `600 ${LETTERS.size}px ${palette.font}`;
  context.textBaseline = "middle";
  for (const node of nodes) {
    const tint = tints.get(node.id);
    if (!tint || tint.state === "faulty") continue;
    const { x, y, width, height } = boxOf(node);
    const own = palette.ink(groundUnder(tint, palette));
    if (own !== ink) {
      ink = own;
      context.fillStyle = own;
    }
    const name = fitting(context, tint.name.slice(0, LETTERS.most), width - 2 * LETTERS.inset);
    context.fillText(name, x + LETTERS.inset, y + height / 2);
  }
}

/** Over the upper left corners of the tiles, as on cards. */
function paintNew(
  context: CanvasRenderingContext2D,
  nodes: readonly LayerFlowNode[],
  tints: ReadonlyMap<string, Tint>,
  palette: Palette,
  zoom: number,
): void {
  const pixel = 1 / zoom;
  const corners = nodes.filter((node) => tints.get(node.id)?.fresh).map(boxOf);
  context.lineWidth = pixel;
  if (zoom < NAMED) {
    context.fillStyle = palette.accent;
    context.strokeStyle = palette.canvas;
    for (const { x, y, height } of corners) {
      const radius = Math.min(Math.max((height * zoom) / 2, DOT.least), DOT.most) * pixel;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
    return;
  }
  context.font = `600 ${BADGE.size * pixel}px ${palette.font}`;
  context.textBaseline = "middle";
  const height = BADGE.height * pixel;
  for (const { x, y } of corners) {
    const left = x + BADGE.inset * pixel;
    context.beginPath();
    context.roundRect(
      left,
      y - height / 2,
      context.measureText("new").width + 2 * BADGE.edge * pixel,
      height,
      height / 2,
    );
    context.fillStyle = palette.badge;
    context.fill();
    context.strokeStyle = palette.accent;
    context.stroke();
    context.fillStyle = palette.onBadge;
    context.fillText("new", left + BADGE.edge * pixel, y);
  }
}

const fitted = new Map<string, string>();

/** As much of a name as its tile has room for: beside it, its colour was chosen for another ground. */
function fitting(context: CanvasRenderingContext2D, name: string, room: number): string {
  const key = `${name} ${room} ${context.font}`;
  let found = fitted.get(key);
  if (found !== undefined) return found;
  found = name;
  while (found !== "" && context.measureText(found).width > room) found = found.slice(0, -1);
  if (fitted.size > 10_000) fitted.clear();
  fitted.set(key, found);
  return found;
}

function paintMarquee(context: CanvasRenderingContext2D, box: Box, palette: Palette, pixel: number): void {
  const { x, y, width, height } = box;
  context.fillStyle = palette.wash;
  context.fillRect(x, y, width, height);
  context.strokeStyle = palette.accent;
  context.lineWidth = pixel;
  context.strokeRect(x, y, width, height);
}
