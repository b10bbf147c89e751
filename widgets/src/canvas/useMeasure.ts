// How wide words are on a card, in the page's own font and at the size they have at 100 %.
import { useSurroundings } from "../context";
import type { Measure } from "./midLines";

const TYPES = { kind: "600 12px", name: "11px", far: "600 11px" } as const;

const measures = new WeakMap<HTMLElement, Measure>();

export function useMeasure(): Measure {
  const { root } = useSurroundings();
  const known = measures.get(root);
  if (known) return known;
  const made = measureIn(getComputedStyle(root).fontFamily);
  measures.set(root, made);
  return made;
}

function measureIn(family: string): Measure {
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map<string, number>();
  return (words, type) => {
    const key = `${type} ${words}`;
    const known = widths.get(key);
    if (known !== undefined || !pen) return known ?? 0;
    pen.font = `${TYPES[type]} ${family}`;
    const { width } = pen.measureText(words);
    widths.set(key, width);
    return width;
  };
}
