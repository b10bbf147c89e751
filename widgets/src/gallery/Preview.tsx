// The small picture of a network on its card, drawn from the places of its nodes.
import { useMemo } from "react";
import { familyColour } from "../canvas/families";
import { path } from "../canvas/paths";
import { useStudio, useView } from "../context";
import type { Sketch } from "../messages";
import { drawn } from "./sketch";

/** The smallest width and height, in pixels of the canvas: a network of five nodes is not drawn larger than one of twenty. */
const LEAST = { width: 1100, height: 330 };

export function Preview({ sketch }: { sketch: Sketch }) {
  const groups = useStudio((state) => state.start?.catalog.groups);
  const dark = useView((state) => state.theme === "dark");
  const { boxes, wires, frame } = useMemo(() => drawn(sketch), [sketch]);
  const width = Math.max(frame.width, LEAST.width);
  const height = Math.max(frame.height, LEAST.height);
  const [left, top] = [frame.x - (width - frame.width) / 2, frame.y - (height - frame.height) / 2];
  return (
    <svg className="gallery-preview" viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true">
      {wires.map((points) => (
        <path key={path(points)} d={path(points)} />
      ))}
      {boxes.map(({ group, ...box }) => (
        <rect key={`${box.x},${box.y}`} rx={14} {...box} fill={familyColour(group, groups, dark)} />
      ))}
    </svg>
  );
}
