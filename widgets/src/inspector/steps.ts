// How far a number goes for one press of an arrow key, or some pixels of a drag: by its range, or by its own size.
import type { Setting } from "../messages";

export interface Keys {
  shiftKey: boolean;
  altKey: boolean;
}

const TENFOLD = 10;
/** So many pixels of a drag are one step. */
export const PIXELS = 4;

/** A number moved by so many steps, kept within its range: Shift makes a step ten times as far, Alt a tenth. */
export function stepped(setting: Setting, value: number, steps: number, keys: Keys): number {
  const factor = keys.shiftKey ? TENFOLD : keys.altKey ? 1 / TENFOLD : 1;
  const whole = setting.type !== "float";
  const size = whole ? Math.max(1, factor) : stepOf(setting, value) * factor;
  const moved = clean(value + steps * size);
  return Math.min(
    Math.max(moved, setting.minimum ?? Number.NEGATIVE_INFINITY),
    setting.maximum ?? Number.POSITIVE_INFINITY,
  );
}

/** A twentieth of a range; without one, a tenth of the power of ten that the value has. */
function stepOf({ minimum, maximum, default: usual }: Setting, value: number): number {
  if (typeof minimum === "number" && typeof maximum === "number") return (maximum - minimum) / 20;
  const size = Math.abs(value) || (typeof usual === "number" && Math.abs(usual)) || 1;
  return TENFOLD ** (Math.floor(Math.log10(size)) - 1);
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
