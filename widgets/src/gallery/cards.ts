// The order of the gallery's cards, and where an arrow key leads from one of them.
import type { Template } from "../messages";

export interface Place {
  left: number;
  top: number;
}

/** Templates by their group, both in the order they come. */
export function grouped(templates: readonly Template[]): [group: string, members: Template[]][] {
  const groups = new Map<string, Template[]>();
  for (const template of templates) groups.set(template.group, [...(groups.get(template.group) ?? []), template]);
  return [...groups];
}

/** The number of the card that a key leads to; -1 where it leads nowhere. Up and down keep as near the column as can be. */
export function step(key: string, from: number, places: readonly Place[]): number {
  const here = places[from];
  if (!here) return -1;
  if (key === "Home") return 0;
  if (key === "End") return places.length - 1;
  if (key === "ArrowLeft") return from - 1;
  if (key === "ArrowRight") return from + 1 < places.length ? from + 1 : -1;
  if (key !== "ArrowUp" && key !== "ArrowDown") return -1;
  const rows = places.map((place) => (key === "ArrowUp" ? here.top - place.top : place.top - here.top));
  const next = Math.min(...rows.filter((row) => row > 1));
  const far = (i: number) => Math.abs((places[i]?.left ?? 0) - here.left);
  return rows.reduce((best, row, i) => (Math.abs(row - next) <= 1 && (best < 0 || far(i) < far(best)) ? i : best), -1);
}
