// Units that do nothing, over a run, as a chart: of each layer the share that is dead or saturated. Pure.
import type { Figure } from "../dock/figure";
import type { IdleUnits } from "../messages";
import type { Palette } from "../pictures/colours";
import { percent } from "../ui/format";
import { lineColour, linesLayout } from "./lines";

/** From this share on the doctor says something. */
const MANY = 0.5;

type Layer = IdleUnits["layers"][number];

export const wordOf = ({ activation }: Pick<Layer, "activation">): string =>
  activation === "relu" ? "dead" : "saturated";

/** "Dense “hidden”, relu: 12.5% of 32 units dead" */
export function saidOf(layer: Layer): string {
  const share = layer.shares.at(-1) ?? 0;
  const what = layer.activation === "relu" ? `of ${layer.units} units dead` : "of its values saturated";
  return `${layer.name}, ${layer.activation}: ${percent(share)} ${what}`;
}

export function idleFigure(
  { steps, layers }: IdleUnits,
  chosen: ReadonlySet<string>,
  size: { width: number; height: number },
  palette: Palette,
): Figure {
  const data = layers.map((layer, at) => ({
    type: "scatter",
    mode: "lines+markers",
    name: layer.name,
    x: [...steps],
    y: [...layer.shares],
    line: {
      width: layer.node !== null && chosen.has(layer.node) ? 3 : 1.5,
      color: lineColour(at, layers.length),
      dash: layer.activation === "relu" ? "solid" : "dash",
    },
    marker: { size: 5, color: lineColour(at, layers.length) },
    cliponaxis: false,
    hovertemplate: `%{y:.1%} ${wordOf(layer)}`,
    showlegend: false,
  }));
  const axis = { range: [0, 1.02], tickformat: ".0%", nticks: 5 };
  return { data, layout: linesLayout(size, palette, steps, { at: MANY, word: "many", y: MANY }, 50, axis) };
}
