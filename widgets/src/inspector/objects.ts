// Settings that are objects (an activation, an initializer, an inner layer): which kind is chosen, and how it is set.
import { isOperation } from "../canvas/words";
import type { Catalog, Kind, Setting } from "../messages";
import type { Option } from "./ChoiceField";
import { isObject } from "./values";

interface Chosen {
  kind: string;
  settings: Record<string, unknown>;
  /** What else the document keeps of it, such as the name of an inner layer. */
  [more: string]: unknown;
}

const OWN = "My layers";

/** The kinds that a family offers, those that can't be used left out; with `choices` those, and the user's own. */
export function kindsOf(
  catalog: Catalog | undefined,
  family: Setting["family"],
  choices: readonly string[] = [],
): readonly Kind[] {
  if (!catalog || !family) return [];
  const all = family === "layers" ? catalog.layers : (catalog.objects[family] ?? []);
  if (choices.length > 0) {
    const named = choices.flatMap((name) => all.filter((kind) => kind.name === name));
    return [...named, ...all.filter((kind) => kind.group === OWN)];
  }
  return all.filter((kind) => kind.obstacle === "" && (family !== "layers" || holdable(kind)));
}

/** Whether a layer can stand inside another: not where data enters, and not an operation of `keras.ops`. */
function holdable(kind: Kind): boolean {
  return kind.group !== "Input" && !isOperation(kind.name);
}

/** Kinds as options, the user's own under a heading; with a first one that the catalog does not have. */
export function optionsOf(kinds: readonly Kind[], unknown = ""): Option[] {
  const mixed = kinds.some((kind) => kind.group === OWN);
  const options = kinds.map((kind) => ({
    value: kind.name,
    title: kind.name,
    ...(mixed ? { group: kind.group === OWN ? "Your own" : "Keras" } : {}),
  }));
  return unknown ? [{ value: unknown, title: `${unknown} (unknown)` }, ...options] : options;
}

/** A stored value as a choice; null for nothing. */
export function chosen(value: unknown): Chosen | null {
  if (typeof value === "string" && value !== "") return { kind: value, settings: {} };
  if (isObject(value) && typeof value.kind === "string") {
    return { ...value, kind: value.kind, settings: isObject(value.settings) ? value.settings : {} };
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

/** Settings with one of them changed; one at its default is not stored. */
export function changed(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  change: { value?: unknown; reset: boolean },
): Record<string, unknown> {
  const { [name]: _, ...others } = settings;
  return change.reset ? others : { ...settings, [name]: change.value };
}

/** The value to store after one setting of the chosen object changed. */
export function withSetting(choice: Chosen, name: string, change: { value?: unknown; reset: boolean }) {
  const settings = changed(choice.settings, name, change);
  const bare = Object.keys(settings).length === 0 && Object.keys(choice).length <= 2;
  return bare ? choice.kind : { ...choice, settings };
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
