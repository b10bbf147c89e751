// Colours of pictures: viridis for magnitudes, and the theme's tokens as a canvas needs them.

// The published viridis map at ten even places; between them it is drawn straight, within 2 of 255 of the original.
const STOPS = ["440154", "482878", "3e4a89", "31688e", "26828e", "1f9e89", "35b779", "6dcd59", "b4de2c", "fde725"];

/** Red, green, blue of viridis for 0 to 255, three bytes each. */
export const VIRIDIS: Uint8Array = table();

/** The pixel of the largest value, and of one that is NaN or infinite. */
export const TOP = 254;
export const UNSOUND = 255;
/** The red of what is no number, between that of the light and of the dark theme: on pictures it stands in both. */
export const RED = [214, 48, 49] as const;

/** Red, green, blue of the pixels of maps: viridis, and red where there is no number. */
export const MAP_COLOURS: Uint8Array = mapTable();

export function viridis(share: number): string {
  const at = 3 * Math.max(0, Math.min(255, Math.round(255 * share)));
  return `rgb(${VIRIDIS[at]}, ${VIRIDIS[at + 1]}, ${VIRIDIS[at + 2]})`;
}

export interface Palette {
  panel: string;
  text: string;
  secondary: string;
  border: string;
  hairline: string;
  accent: string;
  warning: string;
  bars: string;
  negative: string;
  zero: string;
  positive: string;
  font: string;
}

/** The tokens that hold where an element stands. */
export function paletteAt(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    panel: token("--panel", "#ffffff"),
    text: token("--text", "#212121"),
    secondary: token("--secondary", "#666666"),
    border: token("--border", "#bdbdbd"),
    hairline: token("--hairline", "#e0e0e0"),
    accent: token("--accent", "#1976d2"),
    warning: token("--warning", "#945300"),
    bars: token("--bars", "#7d8ea3"),
    negative: token("--negative", "#f59322"),
    zero: token("--zero", "#e8eaeb"),
    positive: token("--positive", "#0877bd"),
    font: style.fontFamily || "sans-serif",
  };
}

function mapTable(): Uint8Array {
  const colours = new Uint8Array(3 * 256);
  for (let value = 0; value <= TOP; value += 1) {
    const at = 3 * Math.round((value / TOP) * 255);
    colours.set(VIRIDIS.subarray(at, at + 3), 3 * value);
  }
  colours.set(RED, 3 * UNSOUND);
  return colours;
}

function table(): Uint8Array {
  const stops = STOPS.map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  const colours = new Uint8Array(3 * 256);
  for (let value = 0; value < 256; value += 1) {
    const place = (value / 255) * (stops.length - 1);
    const before = Math.min(Math.floor(place), stops.length - 2);
    for (let channel = 0; channel < 3; channel += 1) {
      const from = stops[before]?.[channel] ?? 0;
      const to = stops[before + 1]?.[channel] ?? 0;
      colours[3 * value + channel] = Math.round(from + (to - from) * (place - before));
    }
  }
  return colours;
}
