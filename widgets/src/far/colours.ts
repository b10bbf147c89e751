// Colours as numbers, for what is painted: mixed, and looked at for how well words on them can be read.

/** Red, green and blue from 0 to 255, and the share that is not seen through. */
type Channels = readonly [red: number, green: number, blue: number, alpha: number];

/** So many times brighter one of words and their ground has to be than the other (WCAG 2, AA). */
export const READABLE = 4.5;

/** A share of one colour over another; the first alone where they are not written in numbers. */
export function mixed(over: string, under: string, share: number): string {
  const [a, b] = [channels(over), channels(under)];
  return a && b ? written(laid([a[0], a[1], a[2], share], b)) : over;
}

/** The ground of a tile: the family's colour over the panel's, full or faint. */
export function groundOf(family: string, panel: string, faint: boolean): string {
  return mixed(family, panel, faint ? 0.22 : 0.62);
}

/** A colour for words on a ground: the usual one where it can be read there, else black or white. */
export function inkOn(ground: string, usual: string): string {
  if (contrast(usual, ground) >= READABLE) return usual;
  return contrast("#000000", ground) >= contrast("#ffffff", ground) ? "#000000" : "#ffffff";
}

/** How much brighter the one is than the other, from 1 to 21; 21 where they are not written in numbers. */
export function contrast(words: string, ground: string): number {
  const [over, under] = [channels(words), channels(ground)];
  if (!over || !under) return 21;
  const [one, two] = [brightness(laid(over, under)), brightness(under)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

function laid(over: Channels, under: Channels): Channels {
  const [red, green, blue] = over.slice(0, 3).map((value, i) => value * over[3] + (under[i] ?? 0) * (1 - over[3]));
  return [red ?? 0, green ?? 0, blue ?? 0, 1];
}

function written(colour: Channels): string {
  return `rgb(${colour.slice(0, 3).map(Math.round).join(" ")})`;
}

/** Relative luminance, as WCAG 2 has it. */
function brightness(colour: Channels): number {
  const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): Channels | null {
  if (/^#[0-9a-f]{6}$/i.test(colour)) {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    return [red, green, blue, 1];
  }
  const found = /^rgba?\(([^)]+)\)$/
    .exec(colour)?.[1]
    ?.match(/[\d.]+/g)
    ?.map(Number);
  const [red, green, blue, alpha = 1] = found ?? [];
  return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue, alpha];
}
