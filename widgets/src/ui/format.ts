// How shapes, counts, sizes and times are written everywhere in the studio.

type Shape = readonly (number | null)[];

/** A shape without its batch axis, as wires show it: "26×26×32", "time×64" where a length is unknown, "1" for a scalar. */
export function wireShape(shape: Shape): string {
  const axes = shape.slice(1);
  if (axes.length === 0) return "1";
  return axes
    .map((axis, i) => (axis === null ? (i === 0 && axes.length === 2 ? "time" : "?") : String(axis)))
    .join("×");
}

/** A shape as Python writes the tuple: "(None, 26, 26, 32)", "(None,)". */
export function tupleShape(shape: Shape): string {
  const axes = shape.map((axis) => (axis === null ? "None" : String(axis)));
  return axes.length === 1 ? `(${axes[0]},)` : `(${axes.join(", ")})`;
}

/** A whole number with its thousands apart: "9,248". */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A large number in few letters: "195k", "3.3M"; below a thousand as it is. */
export function short(value: number): string {
  const units: [number, string][] = [
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ];
  for (const [size, letter] of units) {
    if (value >= size * 0.9995) return `${trimmed(value / size)}${letter}`;
  }
  return String(Math.round(value));
}

/** A size in bytes: "85 KiB", "1.2 MiB". */
export function bytes(value: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let amount = value;
  let unit = 0;
  while (amount >= 1023.5 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${amount} bytes` : `${trimmed(amount)} ${units[unit]}`;
}

/** A time in seconds as a clock: "0:17", "12:05", "1:02:05". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A measured value with about three digits: "0.049", "2.09", "1.2e-7", "NaN". */
export function measured(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.001 || size >= 1e6) return minus(value.toExponential(1).replace("e+", "e"));
  if (size < 1) return minus(value.toFixed(3));
  return minus(size < 100 ? value.toFixed(2) : value.toFixed(size < 1000 ? 1 : 0));
}

/** A share as per cent: "98.6%". */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

/** A number and its noun: "1 problem", "3 problems". */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return `${count(amount)} ${amount === 1 ? noun : plural}`;
}

/** Python's snake_case as words: "sparse_categorical_accuracy" -> "sparse categorical accuracy". */
export function words(name: string): string {
  return name.replaceAll("_", " ");
}

function trimmed(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value.toFixed(value >= 9.995 ? 0 : 1).replace(/\.0$/, "");
}

function minus(text: string): string {
  return text.replace(/^-/, "−");
}
