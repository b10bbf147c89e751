// What a person has chosen for the eye, kept in the browser: the studio that is opened next begins with it.
import type { ViewState, ViewStore } from "./view";

const KEY = "keras-playground.view";
const CHOICES = ["map", "snaps", "discrete", "testPoints"] as const;

type Choices = Pick<ViewState, (typeof CHOICES)[number]>;

/** The choices that were made before; none where the browser keeps nothing for this page, or what it keeps is not ours. */
export function remembered(): Partial<Choices> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return {};
    const known = CHOICES.filter((name) => typeof (kept as Record<string, unknown>)[name] === "boolean");
    return Object.fromEntries(known.map((name) => [name, (kept as Choices)[name]]));
  } catch {
    return {};
  }
}

/** Keep each choice as it is made in a view; gives what ends that. */
export function remember(view: ViewStore): () => void {
  return view.subscribe((now, before) => {
    const changed = CHOICES.filter((name) => now[name] !== before[name]);
    if (changed.length === 0) return;
    const choices = { ...remembered(), ...Object.fromEntries(changed.map((name) => [name, now[name]])) };
    try {
      localStorage.setItem(KEY, JSON.stringify(choices));
    } catch {
      // The page has no storage, or no room in it: the choice holds for this view.
    }
  });
}
