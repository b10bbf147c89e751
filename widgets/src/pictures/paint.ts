// Paints pictures onto a 2D canvas in CSS pixels. Knows colours and geometry, not React.
import { floats } from "../buffers";
import type { Shown } from "../state";
import { measured } from "../ui/format";
import { type Palette, RED, viridis } from "./colours";
import { type Box, barRow, grid } from "./layout";
import { imagePixels, mapPixels } from "./pixels";

type Context = CanvasRenderingContext2D;
type Room = { width: number; height: number };

const LABELLED_BARS = 12;

interface MapMarks {
  gap: number;
  crossDead: boolean;
  pinned: number | null;
}

export function mapBoxes(shown: Shown, room: Room, gap: number): Box[] {
  const { picture } = shown;
  return grid(picture.count, picture.width / picture.height, room, gap);
}

export function paintMaps(context: Context, shown: Shown, room: Room, palette: Palette, marks: MapMarks): void {
  const { picture, values } = shown;
  const boxes = mapBoxes(shown, room, marks.gap);
  const dead = new Set(picture.dead);
  boxes.forEach((box, map) => {
    stamp(context, mapPixels(picture, values, map), picture.width, picture.height, box);
    if (marks.crossDead && dead.has(map)) cross(context, box, palette.warning);
  });
  const pinned = marks.pinned === null ? undefined : boxes[marks.pinned];
  if (pinned) frame(context, pinned, palette.accent, 2);
}

export function paintImage(context: Context, shown: Shown, room: Room): void {
  const { picture, values } = shown;
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  stamp(context, imagePixels(picture, values), picture.width, picture.height, { x: 0, y: 0, width, height });
}

/** Few bars are classes or units with a name: grey, the largest in the accent. Many are magnitudes: viridis. Red from end to end is NaN or infinite. Null for no words. */
export function paintBars(
  context: Context,
  values: Float32Array,
  room: Room,
  palette: Palette,
  labels: string[] | null,
): void {
  const named = values.length <= LABELLED_BARS;
  const below = named && labels ? 12 : 0;
  const above = named && labels ? 12 : 1;
  const area = { x: 0, y: above, width: room.width, height: Math.max(1, room.height - above - below) };
  const { boxes, baseline, top } = barRow(values, area, 2);
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  boxes.forEach((box, i) => {
    context.fillStyle = named
      ? i === top
        ? palette.accent
        : palette.bars
      : viridis(largest ? Math.abs(values[i] ?? 0) / largest : 0);
    context.fillRect(box.x, Math.min(box.y, baseline - 0.5), box.width, Math.max(1, box.height));
  });
  context.fillStyle = `rgb(${RED.join(" ")})`;
  boxes.forEach((box, i) => {
    if (!Number.isFinite(values[i])) context.fillRect(box.x, area.y, Math.max(1, box.width), area.height);
  });
  if (named && labels) label(context, values, boxes, top, room, palette, labels);
}

export function paintHistogram(context: Context, counts: ArrayLike<number>, room: Room, palette: Palette): void {
  const { boxes } = barRow(counts, { x: 0, y: 0, width: room.width, height: room.height - 1 }, 1);
  context.fillStyle = palette.bars;
  for (const box of boxes) context.fillRect(box.x, box.y, Math.max(0.5, box.width), box.height);
  context.fillStyle = palette.border;
  context.fillRect(0, room.height - 1, room.width, 1);
}

/** A whole thumbnail, whatever its form. */
export function paintThumbnail(
  context: Context,
  shown: Shown,
  room: Room,
  palette: Palette,
  labels: string[] | null,
): void {
  const { form } = shown.picture;
  if (form === "maps") paintMaps(context, shown, room, palette, { gap: 1, crossDead: false, pinned: null });
  else if (form === "image") paintImage(context, shown, room);
  else if (form === "bars") paintBars(context, floats(shown.values), room, palette, labels);
  else paintHistogram(context, floats(shown.values), room, palette);
}

function label(
  context: Context,
  values: Float32Array,
  boxes: Box[],
  top: number,
  room: Room,
  palette: Palette,
  labels: string[],
): void {
  context.font = `10px ${palette.font}`;
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  boxes.forEach((box, i) => {
    const text = labels[i] ?? String(i);
    if (context.measureText(text).width > box.width + 2 && i !== top) return;
    context.fillStyle = i === top ? palette.text : palette.secondary;
    context.fillText(text, held(box.x + box.width / 2, context.measureText(text).width, room.width), room.height - 2);
  });
  const box = boxes[top];
  if (!box) return;
  const text = measured(values[top] ?? 0);
  context.fillStyle = palette.text;
  const half = context.measureText(text).width;
  context.fillText(text, held(box.x + box.width / 2, half, room.width), Math.max(9, box.y - 2));
}

function held(centre: number, width: number, room: number): number {
  return Math.max(width / 2, Math.min(room - width / 2, centre));
}

const stages = new Map<string, HTMLCanvasElement>();

/** Pixels put into a box, larger as blocks unless they are to be `smooth`. */
export function stamp(
  context: Context,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  box: Box,
  smooth = box.width < width,
): void {
  const key = `${width}x${height}`;
  const stage = stages.get(key) ?? document.createElement("canvas");
  if (!stages.has(key)) {
    stage.width = width;
    stage.height = height;
    stages.set(key, stage);
  }
  stage.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  context.imageSmoothingEnabled = smooth || box.width < width;
  context.drawImage(stage, box.x, box.y, box.width, box.height);
}

export function cross(context: Context, box: Box, colour: string, width = 1): void {
  frame(context, box, colour, width);
  const inset = Math.min(box.width, box.height) * 0.3;
  context.beginPath();
  context.moveTo(box.x + inset, box.y + inset);
  context.lineTo(box.x + box.width - inset, box.y + box.height - inset);
  context.moveTo(box.x + box.width - inset, box.y + inset);
  context.lineTo(box.x + inset, box.y + box.height - inset);
  context.stroke();
}

export function frame(context: Context, box: Box, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(box.x + width / 2, box.y + width / 2, box.width - width, box.height - width);
}
