// Only the rows in sight are drawn, and the one that has the focus; gaps keep the scroll bar true.
import { type RefObject, type UIEvent, useCallback, useState } from "react";
import { useSize } from "../dock/useSize";

/** Height of a row with its line, in pixels, as the style sheet has it. */
export const ROW = 26;
/** Rows above and below those in sight; what is drawn changes by so many at a time. */
const MARGIN = 12;
/** Where nothing is measured, there is room for so many. */
const UNMEASURED = 600;

export interface Part {
  /** Rows from here to there, the end not included, are drawn, or left out with their height kept. */
  from: number;
  to: number;
  drawn: boolean;
}

export interface Rows {
  parts: Part[];
  onScroll: (event: UIEvent<HTMLElement>) => void;
  /** Scroll as little as brings a row into sight. */
  reveal: (row: number) => void;
  /** How many rows are in sight. */
  page: number;
}

export function useRows(box: RefObject<HTMLElement | null>, count: number, kept: number): Rows {
  const [first, setFirst] = useState(0);
  const { height } = useSize(box);
  // The first and the last line of the table stay in sight above and below the rows.
  const room = (height || UNMEASURED) - 2 * ROW;
  const page = Math.max(1, Math.floor(room / ROW));
  const reveal = useCallback(
    (row: number) => {
      const element = box.current;
      if (!element) return;
      const low = (row + 1) * ROW - room;
      element.scrollTop = Math.min(Math.max(element.scrollTop, low), row * ROW);
      setFirst(firstAt(element.scrollTop));
    },
    [box, room],
  );
  return {
    parts: partsOf(count, first, first + page + 3 * MARGIN, kept),
    onScroll: (event) => setFirst(firstAt(event.currentTarget.scrollTop)),
    reveal,
    page,
  };
}

const firstAt = (scrollTop: number): number => Math.max(0, Math.floor(scrollTop / ROW / MARGIN) * MARGIN - MARGIN);

/** All rows as runs that are drawn or left out; `kept` is drawn wherever it is, -1 is no row. */
export function partsOf(count: number, first: number, end: number, kept: number): Part[] {
  const from = Math.min(first, count);
  const to = Math.min(end, count);
  const runs = kept < 0 || kept >= count || (kept >= from && kept < to) ? [] : [[kept, kept + 1] as const];
  const parts: Part[] = [];
  let at = 0;
  for (const [start, stop] of [...runs, [from, to] as const].sort((a, b) => a[0] - b[0])) {
    if (start > at) parts.push({ from: at, to: start, drawn: false });
    if (stop > start) parts.push({ from: start, to: stop, drawn: true });
    at = stop;
  }
  if (at < count) parts.push({ from: at, to: count, drawn: false });
  return parts;
}
