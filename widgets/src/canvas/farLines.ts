// What a card says at the far level of zoom: its name, whole if it can be, and never broken inside a word.
import { broken } from "./midLines";

/** So small type may become before the end of a name is cut. */
const LEAST = 0.75;

export interface FarLines {
  lines: readonly string[];
  /** The size of the type, as a share of the usual one. */
  scale: number;
}

/** A name on one line, or on two that part between its words; in smaller type where that makes it fit. */
export function farLines(name: string, room: number, measure: (words: string) => number): FarLines {
  const lines = broken(name, (part) => measure(part) <= room);
  if (widest(lines, measure) <= room) return { lines, scale: 1 };
  const smaller = broken(name, (part) => LEAST * measure(part) <= room);
  return { lines: smaller, scale: Math.max(LEAST, Math.min(1, room / widest(smaller, measure))) };
}

function widest(lines: readonly string[], measure: (words: string) => number): number {
  return Math.max(...lines.map(measure));
}
