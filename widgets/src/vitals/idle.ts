// Units that do nothing, over a run, as a chart: of each layer the share that is dead or saturated. Pure.
import type { Figure } from "../dock/figure";
import type { IdleUnits } from "../messages";
import type { Palette } from "../pictures/colours";
import { percent } from "../ui/format";
import { lineColour } from "./ratios";

/** From this share on the doctor says something. */
const MANY = 0.5;
const MARGIN = { l: 46, r: 50, t: 6, b: 22 };

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
  const font = { size: 11, color: palette.secondary };
  const axis = { zeroline: false, tickfont: font };
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
  return {
    data,
    layout: {
      ...size,
      margin: MARGIN,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...font, family: palette.font },
      showlegend: false,
      hovermode: "x",
      hoverlabel: { bgcolor: palette.panel, bordercolor: palette.border, font: { size: 11, color: palette.text } },
      shapes: [
        {
          type: "line",
          xref: "paper",
          ...{ x0: 0, x1: 1, y0: MANY, y1: MANY },
          line: { color: palette.secondary, width: 1, dash: "dot" },
        },
      ],
      annotations: [
        {
          text: "step",
          ...{ x: 1, xref: "paper", xanchor: "left", xshift: 12, y: 0, yref: "paper", yanchor: "top", yshift: -3 },
          showarrow: false,
          font,
        },
        { text: "many", x: 1, xref: "paper", xanchor: "left", xshift: 4, y: MANY, showarrow: false, font },
      ],
      xaxis: { ...axis, showgrid: false, showline: true, linecolor: palette.border, ticks: "", nticks: 5 },
      yaxis: { ...axis, gridcolor: palette.hairline, range: [0, 1.02], tickformat: ".0%", nticks: 5 },
    },
  };
}
