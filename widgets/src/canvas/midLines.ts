// What a card says at the middle level of zoom, where not all of it fits: its name always, then its kind, then its shape.

/** A line of a card: words, and beside them others in small type. */
export interface Line {
  kind?: string;
  name?: string;
  words?: string;
}

export interface Said {
  /** The kind in one or more ways, the longest first; none where the name says all. */
  kinds: readonly string[];
  name: string;
  words: string;
}

export interface Room {
  width: number;
  lines: number;
}

/** How wide words are, in the type of a kind, of a name, or of a name that is seen from far. */
export type Measure = (words: string, type: "kind" | "name" | "far") => number;

/** Between a kind and a name on one line. */
const GAP = 5;

/**
 * Kind and name stand on one line and the words below it, as long as there is room. Then each has a line of its own and the
 * words go first: they stand on the wire too. A name that is too long for a line has two, the kind's if need be.
 */
export function midLines({ kinds, name, words }: Said, { width, lines }: Room, measure: Measure): Line[] {
  const beside = kinds.find((kind) => measure(kind, "kind") + GAP + measure(name, "name") <= width);
  const below: Line[] = words ? [{ words }] : [];
  if (beside) return [{ kind: beside, name }, ...below].slice(0, lines);
  const type = kinds.length > 0 ? "name" : "kind";
  const named = broken(name, (part) => measure(part, type) <= width).map((part): Line => ({ name: part }));
  const kind = kinds.find((each) => measure(each, "kind") <= width) ?? kinds.at(-1);
  const above: Line[] = kind && named.length < lines ? [{ kind }] : [];
  return [...above, ...named, ...below].slice(0, lines);
}

/** A name on one line, or on two that it is broken into behind an underscore, a dash or a space where both fit better. */
export function broken(name: string, fits: (part: string) => boolean): string[] {
  if (fits(name)) return [name];
  const places = [...name.matchAll(/[_\s-]+/g)].map((found) => found.index + found[0].length);
  const parts = places.filter((at) => at < name.length).map((at) => [name.slice(0, at), name.slice(at)]);
  const fitting = parts.filter(([first = ""]) => fits(first));
  const whole = fitting.filter(([, rest = ""]) => fits(rest));
  const longer = ([first = "", rest = ""]: string[]) => Math.max(first.length, rest.length);
  return whole.sort((a, b) => longer(a) - longer(b))[0] ?? fitting.at(-1) ?? [name];
}
