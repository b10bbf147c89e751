// Where a card's ports are and how large it is: the same answer for React Flow, for the wires and for the card itself.
import type { Edge, Kind, Port } from "../messages";

export const CARD_WIDTH = 154;
export const PITCH_X = 224;
export const PLAIN = 66;
export const PICTURED = 139;
/** The thumbnail in a card, and how far it stands in. */
export const PICTURE = { width: 134, height: 67 };
export const PICTURE_LEFT = 8;
const HEAD = 48;
const ROW = 16;

/** One place on the left side where a wire can end. `next` is the empty place at its end that a list port grows by. */
export interface Inlet {
  port: string;
  slot: number;
  y: number;
  label: string;
  optional: boolean;
  next: boolean;
  edge: Edge | null;
}

export interface Card {
  width: number;
  height: number;
  /** Where the thumbnail begins; null when the card has none. */
  picture: number | null;
  inlets: Inlet[];
  outlets: { output: number; y: number }[];
}

const SINGLE: Port[] = [{ name: "inputs", optional: false, many: false }];

/** A node's card; `outputs` is how many tensors it gives, as far as is known. */
export function card(kind: Kind | undefined, into: readonly Edge[], pictured: boolean, outputs = 1): Card {
  const ports = withUnknown(kind?.ports ?? SINGLE, into);
  const places = ports.flatMap((port) => placesOf(port, into));
  const named = ports.length > 1;
  const base = pictured ? PICTURED : PLAIN;
  const count = Math.max(1, kind?.outputs ?? 1, outputs);
  // Several outputs say their names on the right, across from the inputs that say theirs.
  const rows = Math.max(named ? places.length : 0, count > 1 ? count : 0) * ROW;
  const middle = pictured ? 70 : 33;
  const pitch = pictured ? 28 : 18;
  const filled = places.filter((place) => !place.next).length || 1;
  const inlets = places.map((place, i) => ({
    ...place,
    label: named ? place.port : "",
    y: named ? HEAD + ROW * i : Math.max(middle - ((filled - 1) / 2) * pitch, 18) + i * pitch,
  }));
  const last = inlets.at(-1)?.y ?? 0;
  const outlets = Array.from({ length: count }, (_, output) => ({
    output,
    y: count > 1 ? HEAD + ROW * output : middle,
  }));
  const height = Math.max(base + rows, last + (named ? 30 : 14));
  return { width: CARD_WIDTH, height, picture: pictured ? 44 + rows : null, inlets, outlets };
}

/** The kind's ports, and those that only the wires know: a drawing can be older than its catalog. */
function withUnknown(ports: readonly Port[], into: readonly Edge[]): Port[] {
  const known = new Set(ports.map((port) => port.name));
  const extra = [...new Set(into.map((edge) => edge.port))].filter((name) => !known.has(name));
  return [...ports, ...extra.map((name) => ({ name, optional: true, many: false }))];
}

type Place = Omit<Inlet, "y" | "label">;

function placesOf(port: Port, into: readonly Edge[]): Place[] {
  const { name, optional = false } = port;
  const edges = into.filter((edge) => edge.port === name);
  const taken = edges.map((edge) => ({ port: name, slot: edge.slot, optional, next: false, edge }));
  const free = { port: name, optional, edge: null };
  if (!port.many) return taken.length > 0 ? taken : [{ ...free, slot: 0, next: false }];
  if (isFull(port, taken.length)) return taken;
  const slot = nextSlot(port, edges);
  const before = taken.filter((each) => each.slot < slot);
  const after = taken.slice(before.length);
  return [...before, { ...free, slot, next: after.length === 0 }, ...after];
}

/** Whether so many wires are all that a port takes. */
export function isFull({ many, most }: Port, count: number): boolean {
  return count >= (many ? (most ?? Number.POSITIVE_INFINITY) : 1);
}

/** The slot of a port's next wire: behind the last, but the first that is free where each of a fixed number has its meaning. */
export function nextSlot({ most }: Port, edges: readonly Edge[]): number {
  const slots = edges.map((edge) => edge.slot);
  const free = Array.from({ length: most ?? 0 }, (_, slot) => slot).find((slot) => !slots.includes(slot));
  return free ?? Math.max(-1, ...slots) + 1;
}

export const inletId = (port: string, slot: number): string => `in:${port}:${slot}`;
export const outletId = (output: number): string => `out:${output}`;

/** The port and slot of an inlet's id; null for any other id. */
export function parseInlet(id: string | null | undefined): { port: string; slot: number } | null {
  const found = /^in:(.+):(\d+)$/.exec(id ?? "");
  return found?.[1] ? { port: found[1], slot: Number(found[2]) } : null;
}

export function parseOutlet(id: string | null | undefined): number | null {
  const found = /^out:(\d+)$/.exec(id ?? "");
  return found ? Number(found[1]) : null;
}
