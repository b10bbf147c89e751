// Paints the weights between two cards: thickness and strength by size, colour by sign.
import type { Palette } from "../pictures/colours";
import { BIAS, BIAS_AWAY, type Bundle, weightAt } from "./strands";

const THICKEST = 5;
const THINNEST = 0.4;
const FAINTEST = 0.15;

/** The marked one is drawn in full. `corner` is the canvas's place on the drawing. */
export function paintStrands(
  context: CanvasRenderingContext2D,
  bundle: Bundle,
  corner: { x: number; y: number },
  palette: Palette,
  marked: { input: number | null; unit: number } | null,
): void {
  const { starts, ends, largest, header } = bundle;
  context.lineCap = "round";
  starts.forEach((from, input) => {
    ends.forEach((to, unit) => {
      const weight = weightAt(bundle, input, unit);
      const share = Number.isFinite(weight) ? Math.abs(weight) / (largest || 1) : 0;
      const isMarked = marked?.input === input && marked.unit === unit;
      context.globalAlpha = isMarked ? 1 : FAINTEST + (1 - FAINTEST) * share;
      context.lineWidth = Math.max(THINNEST, THICKEST * share) + (isMarked ? 1 : 0);
      context.strokeStyle = colourOf(weight, palette);
      const third = (to.x - from.x) / 3;
      const [x, y, endX, endY] = [from.x - corner.x, from.y - corner.y, to.x - corner.x, to.y - corner.y];
      context.beginPath();
      context.moveTo(x, y);
      context.bezierCurveTo(x + third, y, endX - third, endY, endX, endY);
      context.stroke();
    });
  });
  context.globalAlpha = 1;
  if (!header.bias) return;
  ends.forEach(({ x, y }, unit) => {
    const isMarked = marked?.input === null && marked.unit === unit;
    const side = isMarked ? BIAS + 2 : BIAS;
    context.fillStyle = colourOf(weightAt(bundle, null, unit), palette);
    context.strokeStyle = isMarked ? palette.accent : palette.panel;
    context.lineWidth = 1;
    const [left, top] = [x - corner.x - BIAS_AWAY - side / 2, y - corner.y - side / 2];
    context.fillRect(left, top, side, side);
    context.strokeRect(left, top, side, side);
  });
}

function colourOf(weight: number, palette: Palette): string {
  if (!Number.isFinite(weight)) return palette.warning;
  return weight < 0 ? palette.negative : palette.positive;
}
