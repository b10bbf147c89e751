// What the colours of heat mean.
import { useCallback } from "react";
import { viridis } from "../pictures/colours";
import { type Paint, Surface } from "../pictures/Surface";

const WIDTH = 48;

export function HeatScale({ signed }: { signed: boolean }) {
  const paint = useCallback<Paint>(
    (context, palette) => {
      for (let x = 0; x < WIDTH; x += 1) {
        const share = x / (WIDTH - 1);
        context.globalAlpha = signed ? Math.abs(2 * share - 1) : 1;
        context.fillStyle = signed ? (share < 0.5 ? palette.negative : palette.positive) : viridis(share);
        context.fillRect(x, 0, 1, 8);
      }
      context.globalAlpha = 1;
    },
    [signed],
  );
  return (
    <span className="scale">
      {signed ? "against" : "none"} <Surface width={WIDTH} height={8} paint={paint} label="Colour scale" />{" "}
      {signed ? "for" : "most"}
    </span>
  );
}
