// A layer in the few words that fit its card.

import type { Kind, Layer, Problem, Setting } from "../messages";
import { count } from "../ui/format";

/** Whether a kind is an operation of `keras.ops`: its name is its path in Keras. */
export const isOperation = (kind: string): boolean => kind.includes(".");

/** A kind's name as cards show it: the long ones shortened, with Keras's own name in the title beside. */
export function kindWord(name: string): string {
  if (name === "InputLayer") return "Input";
  if (isOperation(name)) return name.slice(name.lastIndexOf(".") + 1);
  if (name.length <= 15) return name;
  return shortened(name, name.length > 18 ? "" : "Pooling");
}

/** A kind's name in fewer and fewer letters, for cards that have no room: without its axes in the end. */
export function kindWords(name: string): string[] {
  const usual = kindWord(name);
  if (name === "InputLayer" || isOperation(name)) return [usual];
  const brief = shortened(name);
  return [...new Set([usual, brief, brief.replace(/[123]D/, "")])];
}

function shortened(name: string, kept = ""): string {
  return SHORTER.reduce((found, [long, short]) => (long === kept ? found : found.replace(long, short)), name);
}

const SHORTER = [
  ["Average", "Avg"],
  ["Pooling", "Pool"],
  ["Normalization", "Norm"],
  ["Regularization", "Reg"],
  ["Separable", "Sep"],
  ["Transpose", "T"],
  ["Attention", "Attn"],
  ["Concatenate", "Concat"],
] as const;

/** A problem's code as words: what fits a card; the sentence is in the badge's title. */
export function shortProblem(problem: Problem | undefined): string {
  return problem ? problem.code.replaceAll(/[-_.]/g, " ") : "cannot be built";
}

type Arguments = Readonly<Record<string, unknown>>;

/** The settings that people change first, as words: "32 · 3×3 · relu"; and what an operation is called with. */
export function settingWords(
  kind: Kind | undefined,
  layer: Pick<Layer, "kind" | "settings">,
  inputs: number,
  given: Arguments = {},
): string {
  const called = isOperation(layer.kind) ? Object.entries(given).map(argumentWord) : [];
  const prominent = (kind?.settings ?? []).filter((setting) => setting.prominent);
  const words =
    kind?.ports.length === 1 && kind.ports[0]?.many && !isOperation(layer.kind)
      ? [`${inputs} ${inputs === 1 ? "input" : "inputs"}`]
      : prominent.map((setting) => word(setting, layer));
  const said = [...words, ...called].filter((each) => each !== "");
  return (said.length > 0 ? said : prominent.map((setting) => usualWord(setting, layer)).slice(0, 2))
    .filter((each) => each !== "")
    .join(" · ");
}

/** A setting that is as usual, with its name: for a card that would say nothing otherwise. */
function usualWord(setting: Setting, layer: Pick<Layer, "settings">): string {
  const value = layer.settings[setting.name] ?? setting.default;
  return typeof value === "number" || typeof value === "string" ? `${words(setting.name)} ${value}` : "";
}

/** What stands at an input in the place of a wire, or is no tensor: "x2 = 0.5", "key = :, 0". */
function argumentWord([name, value]: [string, unknown]): string {
  if (typeof value === "number" || typeof value === "string") return `${name} = ${value}`;
  return value === null || typeof value !== "object" ? "" : `${name} = constant`;
}

/** Tuples that go without saying while they are as usual; others, such as a pool's size, are what a layer is known by. */
const UNSAID = new Set(["strides", "axis", "output_shape"]);

function word(setting: Setting, layer: Pick<Layer, "settings">): string {
  const given = layer.settings[setting.name];
  const value = given === undefined ? setting.default : given;
  if (value === null || value === undefined) return "";
  const usual = same(value, setting.default) && !setting.required;
  if (typeof value === "boolean") return usual ? "" : value ? words(setting.name) : `no ${words(setting.name)}`;
  if (typeof value === "number" && setting.type === "tuple") {
    if (usual && UNSAID.has(setting.name)) return "";
    const times = Array(Math.max(setting.length ?? 1, 1))
      .fill(value)
      .join("×");
    return setting.name === "strides" ? `stride ${value}` : times;
  }
  if (Array.isArray(value)) {
    if (usual && (setting.type !== "tuple" || UNSAID.has(setting.name))) return "";
    const axes = value.map(axisWord).join("×");
    return setting.name === "strides" ? `stride ${new Set(value).size === 1 ? value[0] : axes}` : axes || "scalar";
  }
  if (typeof value === "number") return usual && setting.type === "integer" ? "" : labelled(setting, value);
  if (typeof value === "string") return usual || value === "linear" ? "" : value;
  return objectName(value);
}

/** One axis of a tuple; a pair is what comes before and after it. */
function axisWord(axis: unknown): string {
  if (axis === null) return "?";
  return Array.isArray(axis) ? [...new Set(axis)].join("+") : String(axis);
}

function labelled(setting: Setting, value: number): string {
  const text = Number.isInteger(value) ? count(value) : String(value);
  return ["units", "filters", "rate", "factor", "alpha", "stddev"].includes(setting.name) || setting.required
    ? text
    : `${words(setting.name)} ${text}`;
}

function objectName(value: unknown): string {
  const { kind } = value as { kind?: unknown };
  return typeof kind === "string" && kind !== "linear" ? kind : "";
}

const words = (name: string) => name.replaceAll("_", " ");

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
