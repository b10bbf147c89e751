// "conv 64", "dense 10 softmax", "conv 64 5x5": a kind's name, then settings, as a person types them.
import Fuse from "fuse.js";
import { isOperation, kindWord } from "../canvas/words";
import type { Kind, Setting } from "../messages";

export interface Found {
  kind: Kind;
  settings: Record<string, unknown>;
  /** The settings that the query named, as words. */
  words: string;
}

interface Parts {
  name: string;
  values: string[];
}

const VALUE = /^(\d+(\.\d+)?|\.\d+|\d+([x×,]\d+)+)$/;

/** The words before the first number are a name; a later word is a value too. */
export function parse(query: string): Parts {
  const words = query.trim().split(/\s+/).filter(Boolean);
  const first = words.findIndex((word, i) => i > 0 && VALUE.test(word));
  const cut = first < 0 ? words.length : first;
  return { name: words.slice(0, cut).join(" "), values: words.slice(cut) };
}

/** What the values set on this kind: numbers its first prominent numbers, words its choices and activations. */
export function settingsFrom(kind: Kind, values: readonly string[]): Record<string, unknown> | null {
  const given: Record<string, unknown> = {};
  const open = kind.settings.filter((setting) => setting.prominent || setting.required);
  for (const value of values) {
    const text = value.toLowerCase();
    const setting = open.find((each) => !(each.name in given) && accepts(each, text));
    const other = setting ?? kind.settings.find((each) => !(each.name in given) && acceptsWord(each, text));
    if (!other) return null;
    given[other.name] = VALUE.test(text) ? numbers(text, other) : text;
  }
  return given;
}

function accepts(setting: Setting, text: string): boolean {
  if (!VALUE.test(text)) return acceptsWord(setting, text);
  const many = /[x×,]/.test(text);
  if (setting.type === "tuple" || setting.type === "list") {
    const length = setting.length ?? 0;
    return many ? length === 0 || length === text.split(/[x×,]/).length : Number.isInteger(Number(text));
  }
  if (many) return false;
  if (setting.type === "integer") return Number.isInteger(Number(text));
  return setting.type === "float";
}

function acceptsWord(setting: Setting, text: string): boolean {
  if (VALUE.test(text)) return false;
  if (setting.type === "choice") return (setting.choices ?? []).includes(text);
  return setting.family === "activations" && /^[a-z_][a-z_0-9]*$/.test(text);
}

function numbers(text: string, setting: Setting): unknown {
  const values = text.split(/[x×,]/).map(Number);
  if (setting.type === "list" || (setting.type === "tuple" && (values.length > 1 || !setting.length))) return values;
  return values[0];
}

export type Finder = (name: string) => Kind[];

export const letters = (name: string): string => name.toLowerCase().replaceAll(/[\s_]/g, "");

/** Finds kinds by name, then by group and by what they do, operations after layers; all of them for an empty query. */
export function finder(kinds: readonly Kind[]): Finder {
  const fuse = new Fuse(kinds, {
    keys: [
      { name: "name", weight: 6 },
      { name: "group", weight: 2 },
      { name: "summary", weight: 1 },
    ],
    threshold: 0.35,
    ignoreLocation: true,
    includeScore: true,
  });
  return (name) => {
    if (name === "") return [...kinds];
    const plain = letters(name);
    const starts = kinds.filter((kind) => letters(kindWord(kind.name)).startsWith(plain));
    const holds = kinds.filter((kind) => letters(kind.name).includes(plain));
    const rest = fuse.search(name).map((found) => found.item);
    const byLength = (a: Kind, b: Kind) => a.name.length - b.name.length || a.name.localeCompare(b.name);
    const found = [...new Set([...starts.sort(byLength), ...holds.sort(byLength), ...rest])];
    const operations = found.filter((kind) => isOperation(kind.name));
    return [...found.filter((kind) => !isOperation(kind.name)), ...operations];
  };
}

/** The kinds a query names, with what it sets on them; those whose settings it can't set are left out. */
export function search(query: string, find: Finder): Found[] {
  const parts = parse(query);
  const words = query.trim().split(/\s+/).filter(Boolean);
  for (let cut = words.length - parts.values.length; cut > 0; cut -= 1) {
    const values = words.slice(cut);
    const found = find(words.slice(0, cut).join(" ")).flatMap((kind): Found[] => {
      const settings = settingsFrom(kind, values);
      return settings ? [{ kind, settings, words: values.join(" · ") }] : [];
    });
    if (found.length > 0) return found;
  }
  return parts.name === "" ? find("").map((kind) => ({ kind, settings: {}, words: "" })) : [];
}
