// The sample as an image, with the heat of an explanation over it and the value under the pointer.
import { useCallback, useState } from "react";
import { paintHeat } from "../pictures/heat";
import { type Paint, Surface } from "../pictures/Surface";
import { measured } from "../ui/format";
import type { Part } from "./explaining";
import { HeatScale } from "./HeatScale";

interface Props {
  shown: Part;
  height: number;
  hidden: boolean;
}

export function Overlay({ shown, height, hidden }: Props) {
  const { part, heat } = shown;
  const [over, setOver] = useState("");
  const width = Math.round((height * part.width) / part.height);
  const paint = useCallback<Paint>(
    (context, palette) => paintHeat(context, shown, { width, height }, palette, hidden),
    [shown, width, height, hidden],
  );
  const [rows = 0, columns = 0] = part.shape;
  const point = (x: number, y: number) => {
    if (rows === 0) return;
    const row = Math.min(rows - 1, Math.floor((y / height) * rows));
    const column = Math.min(columns - 1, Math.floor((x / width) * columns));
    setOver(`row ${row}, column ${column}: ${measured(heat[row * columns + column] ?? 0)}`);
  };
  return (
    <div className="overlay" style={{ minWidth: width }}>
      <Surface
        width={width}
        height={height}
        paint={paint}
        label={`${part.name}${heat.length > 0 ? " with heat over it" : ""}, ${part.height}×${part.width}`}
        testid="overlay"
        onPoint={point}
        onLeave={() => setOver("")}
      />
      <div className="overlay-words secondary">
        {over ? <span>{over}</span> : heat.length > 0 ? <HeatScale signed={part.signed} /> : <span>{part.name}</span>}
      </div>
    </div>
  );
}
