// Settings as text and back: what a field shows, what typing means, and whether it fits. The kernel has the last word.
import type { Setting } from "../messages";

/** What typing into a field came to: a value, the default, or why it is neither. */
export type Parsed = { kind: "value"; value: unknown } | { kind: "reset" } | { kind: "trouble"; message: string };

const NOTHING = new Set(["none", "null"]);

/** A value as its field shows it: `(3, 3)` as "3, 3", nothing as "". */
export function format(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each !== "object" || each === null)) {
    return value.map((each) => (isWord(each) ? each : python(each))).join(", ");
  }
  return python(value);
}

/** Whether text can stand in a list without quotes, and be read again as it is. */
function isWord(value: unknown): value is string {
  return typeof value === "string" && value.trim() === value && words(value)?.[0] === value;
}

/** A value as Python writes it, with brackets. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (isObject(value) && typeof value.kind === "string") return value.kind;
  return JSON.stringify(value);
}

/** What an empty field means: the default, in grey. */
export function placeholder(setting: Setting): string {
  if (setting.required) return "";
  return setting.default === null || setting.default === undefined ? "None" : format(setting.default);
}

export function parse(setting: Setting, typed: string): Parsed {
  const text = typed.trim();
  if (text === "") {
    return setting.required ? { kind: "trouble", message: `${setting.name} needs a value.` } : { kind: "reset" };
  }
  if (setting.optional && NOTHING.has(text.toLowerCase())) return given(setting, null);
  const value = read(setting, text);
  if (value === undefined || !fits(setting, value)) return { kind: "trouble", message: expectation(setting) };
  return given(setting, value);
}

/** A value to store; the default is not stored, except that of a required setting. */
export function given(setting: Setting, value: unknown): Parsed {
  if (!setting.required && same(setting, value, setting.default ?? null)) return { kind: "reset" };
  return { kind: "value", value };
}

/** Whether two values mean the same: 3 and (3, 3) do for a pair. */
export function same(setting: Setting, a: unknown, b: unknown): boolean {
  return JSON.stringify(spread(setting, a)) === JSON.stringify(spread(setting, b));
}

/** A tuple with all of its entries: 3 as [3, 3] where two are taken. */
export function spread(setting: Setting, value: unknown): unknown {
  if (setting.type !== "tuple" || typeof value !== "number") return value;
  return new Array(setting.length || 1).fill(value);
}

/** What a setting takes, as the start of a sentence. */
function expectation(setting: Setting): string {
  const what = expected(setting);
  return `${setting.name} is ${what}${setting.optional ? ", or None" : ""}.`;
}

function expected(setting: Setting): string {
  const range = rangeOf(setting);
  switch (setting.type) {
    case "integer":
      return `a whole number${range}`;
    case "float":
      return setting.length ? `a number, or ${setting.length} numbers with commas between${range}` : `a number${range}`;
    case "tuple":
      return setting.length
        ? `${setting.length === 1 ? "a whole number" : `one or ${setting.length} whole numbers`}${range}`
        : `whole numbers with commas between${range}`;
    case "list":
      return "a list: values with commas between";
    case "boolean":
      return "True or False";
    case "choice":
      return `one of ${(setting.choices ?? []).join(", ")}`;
    default:
      return "a value as JSON or Python writes it";
  }
}

function rangeOf({ minimum, maximum, type }: Setting): string {
  const has = (limit: number | null | undefined): limit is number => limit !== null && limit !== undefined;
  if (has(minimum) && has(maximum)) return ` from ${number(minimum)} to ${number(maximum)}`;
  if (has(minimum)) return type === "float" ? `, ${number(minimum)} or more` : ` from ${number(minimum)} on`;
  if (has(maximum)) return ` up to ${number(maximum)}`;
  return "";
}

function read(setting: Setting, text: string): unknown {
  switch (setting.type) {
    case "text":
      return unquoted(text);
    case "integer":
      return numeral(text);
    case "float":
      return setting.length ? entries(text, true) : numeral(text);
    case "tuple":
      return entries(text, setting.length !== 0 && setting.length !== undefined);
    case "list":
      return entries(text, false) ?? words(text);
    case "choice":
      return text;
    case "boolean":
      return literal(text);
    default: {
      const value = numeral(text) ?? literal(text);
      return value === undefined && /^[\w.-]+$/.test(text) ? text : value;
    }
  }
}

/** Entries with commas or × between, with or without brackets; a single one alone where that is allowed. */
function entries(text: string, alone: boolean): unknown {
  const plain = text.replaceAll(/(?<=\d)\s*[×x]\s*(?=\d)/g, ", ");
  const bracketed = /^[([]/.test(plain) ? plain : `[${plain.replace(/,\s*$/, "")}]`;
  const value = literal(bracketed);
  if (!Array.isArray(value)) return alone && typeof value === "number" ? value : undefined;
  return alone && value.length === 1 && !/^[([]/.test(plain) ? value[0] : value;
}

/** Words with commas between, as people write a list of them; undefined where brackets or quotes promise a literal. */
function words(text: string): unknown[] | undefined {
  if (/["'[\](){}]/.test(text)) return undefined;
  const parts = text.replace(/,\s*$/, "").split(",");
  return parts.map((part) => {
    const value = literal(part.trim());
    return value === undefined ? part.trim() : value;
  });
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** A JSON or Python literal; undefined when it is none. */
function literal(text: string): unknown {
  const json = text
    .replaceAll(/\(/g, "[")
    .replaceAll(/,?\s*\)/g, "]")
    .replaceAll(/\bNone\b/g, "null")
    .replaceAll(/\bTrue\b/g, "true")
    .replaceAll(/\bFalse\b/g, "false")
    .replaceAll(/'([^'"\\]*)'/g, '"$1"')
    .replaceAll(/(?<![\w.])\.(\d)/g, "0.$1")
    .replaceAll(/(\d)\.(?!\d)/g, "$1.0");
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** A number as people write it: 1,000 or 10_000, 1e-3, and 1/255. */
export function numeral(text: string): number | undefined {
  const [over, under, ...more] = text.split("/").map((part) => decimal(part.trim()));
  if (more.length > 0 || over === undefined || (text.includes("/") && !under)) return undefined;
  return under === undefined ? over : over / under;
}

function decimal(text: string): number | undefined {
  const plain = text.replaceAll(/(?<=\d)[_,](?=\d{3}(\D|$))/g, "").replace("−", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

function fits(setting: Setting, value: unknown): boolean {
  switch (setting.type) {
    case "integer":
      return Number.isSafeInteger(value) && inRange(setting, value as number);
    case "float":
      if (Array.isArray(value)) return value.length === setting.length && value.every((each) => real(setting, each));
      return real(setting, value);
    case "tuple":
      return fitsTuple(setting, value);
    case "list":
      return Array.isArray(value);
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return (setting.choices ?? []).includes(value as string);
    default:
      return true;
  }
}

function fitsTuple(setting: Setting, value: unknown): boolean {
  const whole = (each: unknown) => Number.isSafeInteger(each) && inRange(setting, each as number);
  if (!Array.isArray(value)) return whole(value);
  if (setting.length && value.length !== setting.length) return false;
  return value.every((each) => {
    if (Array.isArray(each)) return each.length === 2 && each.every(whole);
    return whole(each) || (each === null && !setting.length);
  });
}

function real(setting: Setting, value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && inRange(setting, value);
}

function inRange({ minimum, maximum }: Setting, value: number): boolean {
  return value >= (minimum ?? Number.NEGATIVE_INFINITY) && value <= (maximum ?? Number.POSITIVE_INFINITY);
}

function number(value: number): string {
  const one = Math.round(1 / value);
  if (one > 2 && one < 10_000 && 1 / one === value && String(value).length > 8) return `1/${one}`;
  return String(value).replace("e+", "e");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
