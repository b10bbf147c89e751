// The colour scale under maps: each map from its own least to its own largest value.
import { useCallback } from "react";
import { viridis } from "./colours";
import { type Paint, Surface } from "./Surface";

const WIDTH = 48;

export function Scale() {
  const paint = useCallback<Paint>((context) => {
    for (let x = 0; x < WIDTH; x += 1) {
      context.fillStyle = viridis(x / (WIDTH - 1));
      context.fillRect(x, 0, 1, 8);
    }
  }, []);
  return (
    <span className="scale secondary" title="Each map is scaled by itself">
      min <Surface width={WIDTH} height={8} paint={paint} label="Colour scale" /> max
    </span>
  );
}
