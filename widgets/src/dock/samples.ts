// Pixels of the few samples that the Data tab shows.
import type { SampleTensor } from "../messages";

type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** Colours of labels, over again from the second when there are more: nothing, then far apart in tone and lightness. */
const LABELS: Record<"light" | "dark", readonly string[]> = {
  light: ["#e0e0e0", "#00796b", "#944a00", "#3f51d6", "#c2185b", "#858e00", "#0091b3", "#5f6368"],
  dark: ["#3d3d3d", "#3fb5a8", "#f0a33c", "#8795f0", "#ff8fb8", "#d3da5c", "#6ad3ea", "#9aa0a6"],
};

export function labelColour(label: number, theme: "light" | "dark"): string {
  const colours = LABELS[theme];
  return colours[label < colours.length ? label : 1 + ((label - 1) % (colours.length - 1))] ?? "#808080";
}

/** RGBA of one sample: grey, colour, or a mask's labels in their colours. */
export function samplePixels(
  tensor: SampleTensor,
  values: Uint8Array,
  sample: number,
  theme: "light" | "dark",
): Pixels {
  const { height, width, channels } = tensor;
  const pixels = new Uint8ClampedArray(4 * height * width);
  const start = sample * height * width * channels;
  for (let i = 0; i < height * width; i += 1) {
    const at = start + i * channels;
    const first = values[at] ?? 0;
    const [red, green, blue] =
      tensor.kind === "mask"
        ? rgb(labelColour(first, theme))
        : channels >= 3
          ? [first, values[at + 1] ?? 0, values[at + 2] ?? 0]
          : [first, first, first];
    pixels.set([red, green, blue, 255], 4 * i);
  }
  return pixels;
}

function rgb(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
