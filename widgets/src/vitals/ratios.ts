// The update-to-weight ratios as a chart: a line a layer on a logarithmic axis, with the usual ratio as a guide. Pure.
import type { Figure } from "../dock/figure";
import { type Palette, viridis } from "../pictures/colours";
import { ratioAt, type Vitals } from "./vitals";

/** What a healthy layer is near, by rule of thumb. */
const USUAL = 1e-3;
const MARGIN = { l: 46, r: 40, t: 6, b: 22 };

/** The colour of a layer's line: from dark to light in the order of the layers. */
export function lineColour(layer: number, layers: number): string {
  return viridis(0.15 + 0.7 * (layer / Math.max(1, layers - 1)));
}

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
  const font = { size: 11, color: palette.secondary };
  const axis = { zeroline: false, tickfont: font };
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
      uirevision: `ratios ${vitals.run}`,
      shapes: [
        {
          type: "line",
          xref: "paper",
          ...{ x0: 0, x1: 1, y0: USUAL, y1: USUAL },
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
        { text: "usual", x: 1, xref: "paper", xanchor: "left", xshift: 4, y: -3, showarrow: false, font },
      ],
      xaxis: { ...axis, showgrid: false, showline: true, linecolor: palette.border, ticks: "", nticks: 5 },
      yaxis: { ...axis, type: "log", gridcolor: palette.hairline, dtick: 1, exponentformat: "e", tickformat: "~e" },
    },
  };
}
