// Two or three whole numbers side by side: 3 × 3.
import { Fragment } from "react";
import type { Setting } from "../messages";
import { stepped } from "./steps";
import { TextField } from "./TextField";
import { format, given, type Parsed, parse, spread } from "./values";

interface Props {
  setting: Setting;
  /** The stored value; undefined stands for the default. */
  value: unknown;
  disabled: boolean;
  invalid: boolean;
  testid: string;
  onChange: (change: { value?: unknown; reset: boolean }) => void;
  onTrouble: (message: string) => void;
}

/** Whether a value can be shown as plain numbers side by side; ((1, 1), (2, 2)) can't. */
export function isFlat(setting: Setting, value: unknown): boolean {
  if (setting.type !== "tuple" || !setting.length || setting.length < 2 || setting.length > 3) return false;
  const all = spread(setting, value ?? setting.default ?? null);
  return Array.isArray(all) && all.every((each) => typeof each === "number");
}

export function TupleField({ setting, value, disabled, invalid, testid, onChange, onTrouble }: Props) {
  const all = spread(setting, value ?? setting.default ?? null) as number[];
  const stored = value !== undefined;
  const one: Setting = { ...setting, type: "integer", default: null, required: true, optional: false, length: 0 };
  const read = (text: string): Parsed => (/^\s*[+-]?\d+\s*$/.test(text) ? parse(one, text) : parse(setting, text));
  const keep = (place: number) => (parsed: Exclude<Parsed, { kind: "trouble" }>) => {
    if (parsed.kind === "reset") return onChange({ reset: true });
    const next =
      typeof parsed.value === "number" ? all.map((each, i) => (i === place ? parsed.value : each)) : parsed.value;
    const change = given(setting, next);
    onChange(change.kind === "value" ? { value: change.value, reset: false } : { reset: true });
  };
  return (
    <div className="tuple">
      {all.map((each, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in a tuple is what it is.
        <Fragment key={place}>
          {place > 0 && <span className="secondary">×</span>}
          <TextField
            label={`${setting.name}, ${place + 1} of ${all.length}`}
            value={stored || setting.required ? format(each) : ""}
            placeholder={format(each)}
            disabled={disabled}
            invalid={invalid}
            testid={`${testid}-${place}`}
            parse={read}
            step={(number, by, keys) => stepped(one, number, by, keys)}
            onKeep={keep(place)}
            onTrouble={onTrouble}
          />
        </Fragment>
      ))}
    </div>
  );
}
