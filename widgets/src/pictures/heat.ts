// Paints an image with heat over it: viridis for magnitudes, blue and orange where there are both signs.
import { largest, type Part } from "../explain/explaining";
import { type Palette, VIRIDIS } from "./colours";
import { stamp } from "./paint";

const LEAST = 0.2;
const MOST = 0.8;

export function paintHeat(
  context: CanvasRenderingContext2D,
  { part, pixels, heat }: Part,
  room: { width: number; height: number },
  palette: Palette,
  hidden: boolean,
): void {
  const box = { x: 0, y: 0, ...room };
  stamp(context, imageOf(pixels, part.height * part.width, part.channels), part.width, part.height, box);
  const [rows = 0, columns = 0] = part.shape;
  if (hidden || rows === 0) return;
  const colours = [rgb(palette.negative), rgb(palette.positive)] as const;
  // Coarser heat than the image was found on coarser maps: between their places it is anything.
  stamp(context, heatPixels(heat, part.signed, colours), columns, rows, box, rows < part.height);
}

/** RGBA of heat: the more of it, the less is seen of what lies under it. */
export function heatPixels(
  heat: Float32Array,
  signed: boolean,
  [negative, positive]: readonly [Colour, Colour],
): Uint8ClampedArray<ArrayBuffer> {
  const most = largest(heat);
  const pixels = new Uint8ClampedArray(4 * heat.length);
  heat.forEach((value, i) => {
    const share = Number.isFinite(value) ? Math.min(1, Math.abs(value) / most) : 0;
    const at = 3 * Math.round(255 * share);
    const [red, green, blue] = signed
      ? value < 0
        ? negative
        : positive
      : [VIRIDIS[at] ?? 0, VIRIDIS[at + 1] ?? 0, VIRIDIS[at + 2] ?? 0];
    const alpha = signed ? MOST * share : LEAST + (MOST - LEAST) * share;
    pixels.set([red, green, blue, Math.round(255 * alpha)], 4 * i);
  });
  return pixels;
}

type Colour = readonly [number, number, number];

function imageOf(pixels: Uint8Array, size: number, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const image = new Uint8ClampedArray(4 * size);
  for (let i = 0; i < size; i += 1) {
    const at = i * channels;
    const first = pixels[at] ?? 0;
    image.set(
      [first, channels >= 3 ? (pixels[at + 1] ?? 0) : first, channels >= 3 ? (pixels[at + 2] ?? 0) : first, 255],
      4 * i,
    );
  }
  return image;
}

function rgb(hex: string): Colour {
  const number = Number.parseInt(hex.replace("#", ""), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
