// The course of one layer's gradient norm as a strip of colours, and the scale under all strips.
import { useCallback, useMemo } from "react";
import { viridis } from "../pictures/colours";
import { type Paint, Surface } from "../pictures/Surface";
import { columns, decades, shareOf, type Vitals } from "./vitals";

const HEIGHT = 16;
const SCALE = 64;

export function Strip({ vitals, layer, width }: { vitals: Vitals; layer: number; width: number }) {
  const cells = useMemo(() => columns(vitals, layer, Math.floor(width)), [vitals, layer, width]);
  const paint = useCallback<Paint>(
    (context, palette) => {
      cells.forEach((norm, x) => {
        if (norm < 0) return;
        const share = shareOf(vitals, norm);
        context.fillStyle = Number.isFinite(norm)
          ? share === null
            ? palette.hairline
            : viridis(share)
          : palette.warning;
        context.fillRect(x, 0, 1.5, HEIGHT);
      });
    },
    [vitals, cells],
  );
  return <Surface width={Math.floor(width)} height={HEIGHT} paint={paint} label="Gradient norm over the steps" />;
}

export function NormScale({ vitals }: { vitals: Vitals }) {
  const { low, high } = decades(vitals);
  const paint = useCallback<Paint>((context) => {
    for (let x = 0; x < SCALE; x += 1) {
      context.fillStyle = viridis(x / (SCALE - 1));
      context.fillRect(x, 0, 1, 8);
    }
  }, []);
  return (
    <span className="scale" title="L2 norm of the gradient of all weights of a layer">
      {power(low)} <Surface width={SCALE} height={8} paint={paint} label="Colour scale" /> {power(high)}
    </span>
  );
}

function power(exponent: number): string {
  return exponent >= -3 && exponent <= 3 ? String(Number(`1e${exponent}`)) : `1e${exponent}`;
}
