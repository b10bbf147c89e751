// Settings that are objects (an activation, an initializer, an inner layer): which kind is chosen, and how it is set.
import type { Catalog, Kind, Setting } from "../messages";
import { isObject } from "./values";

export interface Chosen {
  kind: string;
  settings: Record<string, unknown>;
}

/** The kinds that a family offers, those that can't be used left out. */
export function kindsOf(catalog: Catalog | undefined, family: Setting["family"]): readonly Kind[] {
  if (!catalog || !family) return [];
  const all = family === "layers" ? catalog.layers : (catalog.objects[family] ?? []);
  return all.filter((kind) => kind.obstacle === "");
}

/** A stored value as a choice; null for nothing. */
export function chosen(value: unknown): Chosen | null {
  if (typeof value === "string" && value !== "") return { kind: value, settings: {} };
  if (isObject(value) && typeof value.kind === "string") {
    return { kind: value.kind, settings: isObject(value.settings) ? value.settings : {} };
  }
  return null;
}

/** The kind that a name means, whatever its spelling: `glorot_uniform` is GlorotUniform. */
export function kindNamed(kinds: readonly Kind[], name: string): Kind | undefined {
  return kinds.find((kind) => kind.name === name) ?? kinds.find((kind) => plain(kind.name) === plain(name));
}

/** A fresh choice of a kind: the name alone, unless it can't do without settings. */
export function fresh(kind: Kind): string | Chosen {
  const needed = kind.settings.filter((setting) => setting.required);
  if (needed.length === 0) return kind.name;
  return {
    kind: kind.name,
    settings: Object.fromEntries(needed.map((setting) => [setting.name, setting.default ?? null])),
  };
}

/** The value to store after one setting of the chosen object changed. */
export function withSetting(choice: Chosen, name: string, change: { value?: unknown; reset: boolean }) {
  const settings = { ...choice.settings };
  if (change.reset) delete settings[name];
  else settings[name] = change.value;
  return Object.keys(settings).length === 0 ? choice.kind : { kind: choice.kind, settings };
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
