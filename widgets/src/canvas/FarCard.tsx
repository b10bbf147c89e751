// A card at the far level of zoom: its name on a tile in the colour of its family.
import { useStore } from "@xyflow/react";
import { farLines } from "./farLines";
import { CARD_WIDTH } from "./geometry";
import { steadiness } from "./shown";
import { useMeasure } from "./useMeasure";

/** A card's borders, the free edge beside its name on the screen, and the largest type of which two lines fit: in canvas pixels but the edge. */
const BORDERS = 4;
const EDGE = 2;
const LARGEST = 30;
const SIZE = 11;

export function FarCard({ name }: { name: string }) {
  const steady = useStore((state) => steadiness(state.transform[2]));
  const measure = useMeasure();
  const size = Math.min(SIZE * steady, LARGEST);
  const room = ((CARD_WIDTH - BORDERS - 2 * EDGE * steady) * SIZE) / size;
  const { lines, scale } = farLines(name, room, (words) => measure(words, "far"));
  return (
    <div className="card-far" style={{ fontSize: size * scale }}>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
        <span key={i}>{line}</span>
      ))}
    </div>
  );
}
