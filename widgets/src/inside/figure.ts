// Samples in a plane as Plotly wants them: a colour a class, or numbers from dark to light, and a ring round the sample that is looked at. Pure.
import type { Figure } from "../dock/figure";
import { type Palette, viridis } from "../pictures/colours";
import { PALETTE } from "../runs/runs";
import { percent } from "../ui/format";
import type { Cloud } from "./looks";

const MARGIN = { l: 12, r: 12, t: 6, b: 22 };
/** The width of the names of classes beside the points. */
const LEGEND = 110;
const SCALE = Array.from({ length: 11 }, (_, i) => [i / 10, viridis(i / 10)]);
const MOST_NAMED = 20;

interface Size {
  width: number;
  height: number;
}

export function cloudFigure(
  cloud: Cloud,
  names: readonly string[],
  classes: number,
  sample: number,
  { width, height }: Size,
  palette: Palette,
): Figure {
  const font = { size: 11, color: palette.secondary };
  const { shares } = cloud.head;
  const axis = { zeroline: false, showgrid: false, showticklabels: false, ticks: "", linecolor: palette.border };
  const title = (at: number) => ({
    text: shares[at] === undefined ? "" : `${percent(shares[at], 0)} of the variance`,
    font,
    standoff: 2,
  });
  const legend = classes > 0 && classes <= MOST_NAMED;
  return {
    data: [...tracesOf(cloud, names, classes), ...ring(cloud, sample, palette)],
    layout: {
      width,
      height,
      margin: { ...MARGIN, r: legend ? LEGEND : MARGIN.r },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...font, family: palette.font },
      showlegend: legend,
      legend: { x: 1.01, y: 1, itemsizing: "constant", font, tracegroupgap: 0 },
      hovermode: "closest",
      hoverlabel: { bgcolor: palette.panel, bordercolor: palette.border, font: { size: 11, color: palette.text } },
      uirevision: `${cloud.head.node} ${cloud.head.method}`,
      xaxis: { ...axis, showline: true, title: title(0) },
      yaxis: { ...axis, showline: true, title: title(1) },
    },
  };
}

function tracesOf(cloud: Cloud, names: readonly string[], classes: number): Record<string, unknown>[] {
  const rows = Array.from(cloud.places, (_, row) => row);
  if (classes === 0) {
    const known = cloud.targets.some(Number.isFinite);
    const colour = known ? { color: Array.from(cloud.targets), colorscale: SCALE } : { color: PALETTE[0] };
    return [trace(cloud, rows, "sample", known ? ", %{text}" : "", colour)];
  }
  return Array.from({ length: classes }, (_, label) => {
    const mine = rows.filter((row) => cloud.targets[row] === label);
    const colour = { color: PALETTE[label % PALETTE.length] };
    return trace(cloud, mine, names[label] ?? String(label), ", %{fullData.name}", colour);
  }).filter((each) => each.x.length > 0);
}

function trace(cloud: Cloud, rows: number[], name: string, said: string, colour: Record<string, unknown>) {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: rows.map((row) => cloud.points[2 * row] ?? 0),
    y: rows.map((row) => cloud.points[2 * row + 1] ?? 0),
    customdata: rows.map((row) => cloud.places[row] ?? 0),
    text: rows.map((row) => String(cloud.targets[row])),
    marker: { size: 6, opacity: 0.8, ...colour },
    hovertemplate: `sample %{customdata}${said}<extra></extra>`,
  };
}

/** The sample that the other panels show, where it is among the points. */
function ring(cloud: Cloud, sample: number, palette: Palette): Record<string, unknown>[] {
  const row = cloud.places.indexOf(sample);
  if (row < 0) return [];
  return [
    {
      type: "scatter",
      mode: "markers",
      x: [cloud.points[2 * row] ?? 0],
      y: [cloud.points[2 * row + 1] ?? 0],
      marker: { size: 13, symbol: "circle-open", color: palette.text, line: { width: 2 } },
      hoverinfo: "skip",
      showlegend: false,
    },
  ];
}
