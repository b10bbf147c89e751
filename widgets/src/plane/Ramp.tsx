// The colour scale of signed values, with its ends.
import { useCallback } from "react";
import { TOP } from "../pictures/colours";
import { type Paint, Surface } from "../pictures/Surface";
import { measured } from "../ui/format";
import { signedTable } from "./plane";

const WIDTH = 48;

export function Ramp({ low, high }: { low: number; high: number }) {
  const paint = useCallback<Paint>((context, palette) => {
    const table = signedTable(palette);
    for (let x = 0; x < WIDTH; x += 1) {
      const at = 3 * Math.round((x / (WIDTH - 1)) * TOP);
      context.fillStyle = `rgb(${table[at]}, ${table[at + 1]}, ${table[at + 2]})`;
      context.fillRect(x, 0, 1, 8);
    }
  }, []);
  return (
    <span className="scale">
      {measured(low)} <Surface width={WIDTH} height={8} paint={paint} label="Colour scale" /> {measured(high)}
    </span>
  );
}
