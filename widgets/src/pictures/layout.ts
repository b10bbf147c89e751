// Where the parts of a picture stand: grids of maps, and bars. Pure geometry in CSS pixels.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A grid of `count` boxes of one aspect (width over height), as large as the room allows, in reading order. */
export function grid(count: number, aspect: number, room: { width: number; height: number }, gap: number): Box[] {
  if (count <= 0) return [];
  const shape = Math.max(1 / 6, Math.min(6, aspect));
  let best = { columns: 1, width: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const across = (room.width - gap * (columns - 1)) / columns;
    const down = ((room.height - gap * (rows - 1)) / rows) * shape;
    const width = Math.min(across, down);
    if (width > best.width) best = { columns, width };
  }
  const height = best.width / shape;
  return Array.from({ length: count }, (_, i) => {
    const [x, wide] = whole((i % best.columns) * (best.width + gap), best.width);
    const [y, high] = whole(Math.floor(i / best.columns) * (height + gap), height);
    return { x, y, width: wide, height: high };
  });
}

/** A stretch moved onto whole pixels: sharp edges, and the room filled to its end. */
function whole(from: number, length: number): [number, number] {
  const start = Math.round(from);
  return [start, Math.max(1, Math.round(from + length) - start)];
}

interface BarRow {
  boxes: Box[];
  /** Where zero lies. */
  baseline: number;
  /** Index of the largest value; -1 without a finite one. */
  top: number;
}

/** Bars over the width of the room, from zero; a value that is not finite has no height. */
export function barRow(values: ArrayLike<number>, room: Box, gap: number): BarRow {
  let low = 0;
  let high = 0;
  let top = -1;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    if (top < 0 || value > (values[top] ?? 0)) top = i;
  }
  const scale = room.height / (high - low || 1);
  const baseline = room.y + high * scale;
  const pitch = room.width / Math.max(1, values.length);
  const space = pitch > 3 * gap ? gap : 0;
  const boxes = Array.from({ length: values.length }, (_, i) => {
    const value = values[i] ?? 0;
    const height = Number.isFinite(value) ? Math.abs(value) * scale : 0;
    return { x: room.x + i * pitch, y: value >= 0 ? baseline - height : baseline, width: pitch - space, height };
  });
  return { boxes, baseline, top };
}

/** The box that holds a point; -1 when none does. */
export function boxAt(boxes: readonly Box[], x: number, y: number): number {
  return boxes.findIndex((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
}
