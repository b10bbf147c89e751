// Colours of signed values: orange below zero, blue above, and the theme's own middle.

type Colour = readonly [number, number, number];

interface SignedScale {
  negative: Colour;
  zero: Colour;
  positive: Colour;
  /** Of a value that is not a number. */
  error: Colour;
}

export function signedAt(element: Element): SignedScale {
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string) => rgb(style.getPropertyValue(name).trim() || fallback);
  return {
    negative: token("--negative", "#f59322"),
    zero: token("--zero", "#e8eaeb"),
    positive: token("--positive", "#0877bd"),
    error: token("--error", "#c62828"),
  };
}

/** The colour of a value on a scale from `-most` to `most`. */
export function signedColour(value: number, most: number, scale: SignedScale): Colour {
  if (!Number.isFinite(value)) return scale.error;
  const share = most > 0 ? Math.max(-1, Math.min(1, value / most)) : 0;
  const end = share < 0 ? scale.negative : scale.positive;
  const part = Math.abs(share);
  return scale.zero.map((from, i) => Math.round(from + ((end[i] ?? 0) - from) * part)) as unknown as Colour;
}

/** RGBA of values, row by row. */
export function signedPixels(
  values: ArrayLike<number>,
  most: number,
  scale: SignedScale,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let i = 0; i < values.length; i += 1) pixels.set([...signedColour(values[i] ?? 0, most, scale), 255], 4 * i);
  return pixels;
}

function rgb(hex: string): Colour {
  const digits = hex.replace("#", "");
  const full = digits.length === 3 ? [...digits].map((each) => each + each).join("") : digits;
  const number = Number.parseInt(full, 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
