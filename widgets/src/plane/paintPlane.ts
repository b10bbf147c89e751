// Paints maps of the plane, and points over them. Knows colours and geometry, not React.
import { type Palette, TOP } from "../pictures/colours";
import { grid } from "../pictures/layout";
import { cross, frame, stamp } from "../pictures/paint";
import type { Shown } from "../state";
import { type Extent, type Points, pixelOf, planePixels, shareOf, signedTable } from "./plane";

type Context = CanvasRenderingContext2D;
type Room = { width: number; height: number };

export const GAP = 2;
/** Of the colours of a field: points stay on top. */
const FAINT = 0.6;

export function unitBoxes({ picture }: Shown, room: Room) {
  return grid(picture.count, 1, room, GAP);
}

export interface Marked {
  looked: number | null;
  silenced: number | null;
}

/** A map of each unit; the one that is looked at is framed, and one that is silenced crossed out. */
export function paintUnits(context: Context, shown: Shown, room: Room, palette: Palette, marked: Marked): void {
  const { picture, values } = shown;
  const { looked, silenced } = marked;
  const table = signedTable(palette);
  const boxes = unitBoxes(shown, room);
  boxes.forEach((box, map) => {
    stamp(context, planePixels(picture, values, map, table), picture.width, picture.height, box);
  });
  const box = looked === null ? undefined : boxes[looked - picture.first];
  if (box) frame(context, box, palette.accent, 2);
  const quiet = silenced === null ? undefined : boxes[silenced - picture.first];
  if (quiet) cross(context, quiet, palette.accent, 2);
}

export interface Field {
  shown: Shown;
  map: number;
}

export interface Drawn {
  side: number;
  field: Field | null;
  discrete: boolean;
  extent: Extent;
  points: Points | null;
  test: boolean;
  classes: number;
  unit: number;
}

/** The answer over the plane, and the points: to train on filled, held back ringed. */
export function paintResult(context: Context, drawn: Drawn, palette: Palette): void {
  const { side, field } = drawn;
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, side, side);
  if (field) {
    const { picture, values } = field.shown;
    context.globalAlpha = FAINT;
    const pixels = planePixels(picture, values, field.map, signedTable(palette), drawn.discrete);
    stamp(context, pixels, picture.width, picture.height, { x: 0, y: 0, width: side, height: side }, !drawn.discrete);
    context.globalAlpha = 1;
  }
  if (drawn.points) {
    dots(context, drawn, drawn.points.train, drawn.points.trainTargets, palette, false);
    if (drawn.test) dots(context, drawn, drawn.points.test, drawn.points.testTargets, palette, true);
  }
  frame(context, { x: 0, y: 0, width: side, height: side }, palette.border, 1);
}

function dots(
  context: Context,
  drawn: Drawn,
  places: Float32Array,
  targets: Float32Array,
  palette: Palette,
  ringed: boolean,
): void {
  const table = signedTable(palette);
  const largest = targets.reduce((most, target) => Math.max(most, Math.abs(target)), 0);
  targets.forEach((target, i) => {
    const [x, y] = pixelOf(drawn.extent, places[2 * i] ?? 0, places[2 * i + 1] ?? 0, drawn.side);
    const at = 3 * Math.round(TOP * shareOf(target, drawn.classes, drawn.unit, largest));
    const colour = `rgb(${table[at]}, ${table[at + 1]}, ${table[at + 2]})`;
    context.beginPath();
    context.arc(x, y, ringed ? 2.6 : 3, 0, 2 * Math.PI);
    context.fillStyle = ringed ? palette.panel : colour;
    context.fill();
    context.lineWidth = ringed ? 1.8 : 1;
    context.strokeStyle = ringed ? colour : palette.panel;
    context.stroke();
  });
}
