// The update-to-weight ratios as a chart: a line a layer on a logarithmic axis, with the usual ratio as a guide. Pure.
import type { Figure } from "../dock/figure";
import type { Palette } from "../pictures/colours";
import { lineColour, linesLayout } from "./lines";
import { ratioAt, type Vitals } from "./vitals";

/** What a healthy layer is near, by rule of thumb. */
const USUAL = 1e-3;
/** Ratios that are no more times apart than this have no two decades between them to be read by. */
const FEW = 30;

export function ratioFigure(
  vitals: Vitals,
  chosen: ReadonlySet<string>,
  size: { width: number; height: number },
  palette: Palette,
): Figure {
  const x = vitals.steps;
  const data = vitals.layers.map((path, layer) => ({
    type: "scatter",
    mode: x.length > 1 ? "lines" : "markers",
    name: vitals.names[layer],
    x,
    y: x.map((_, moment) => {
      const ratio = ratioAt(vitals, moment, layer);
      return Number.isFinite(ratio) && ratio > 0 ? ratio : null;
    }),
    line: { width: chosen.has(path) ? 3 : 1.5, color: lineColour(layer, vitals.layers.length) },
    marker: { size: 5, color: lineColour(layer, vitals.layers.length) },
    connectgaps: false,
    hovertemplate: "%{y:.2g}",
    showlegend: false,
  }));
  const guide = { at: USUAL, word: "usual", y: Math.log10(USUAL) };
  const axis = { type: "log", dtick: ticksOf(data.flatMap(({ y }) => y)), exponentformat: "e", tickformat: "~e" };
  const layout = linesLayout(size, palette, x, guide, 40, axis);
  return { data, layout: { ...layout, uirevision: `ratios ${vitals.run}` } };
}

/** At each decade; where there is hardly one, between them too. */
function ticksOf(ratios: readonly (number | null)[]): number | string {
  let [low, high] = [USUAL, USUAL];
  for (const ratio of ratios) {
    low = Math.min(low, ratio ?? low);
    high = Math.max(high, ratio ?? high);
  }
  return high / low > FEW ? 1 : "D2";
}
