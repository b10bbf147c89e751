// The rows of an embedding as Plotly wants them: a point each, light where its vector is long, named where there is room. Pure.
import type { Figure } from "../dock/figure";
import { type Palette, viridis } from "../pictures/colours";
import { percent } from "../ui/format";
import { rowWords, type Table } from "./looks";

const MARGIN = { l: 12, r: 12, t: 6, b: 22 };
const SCALE = Array.from({ length: 11 }, (_, i) => [i / 10, viridis(i / 10)]);
const MOST_NAMED = 80;
/** The width of a letter and the height of a line, in pixels; and the space round the points, of what they take up. */
const LETTER = 6.2;
const LINE = 13;
const AROUND = 0.06;

interface Size {
  width: number;
  height: number;
}

export function tableFigure(table: Table, { width, height }: Size, palette: Palette): Figure {
  const font = { size: 11, color: palette.secondary };
  const { shares, node, method } = table.head;
  const [x, y] = [0, 1].map((axis) => Array.from(table.places, (_, row) => table.points[2 * row + axis] ?? 0));
  const ranges = [spread(x ?? []), spread(y ?? [])] as const;
  const named = labelled(table, ranges, { width: width - MARGIN.l - MARGIN.r, height: height - MARGIN.t - MARGIN.b });
  const words = Array.from(table.places, (row) => rowWords(table, row));
  const axis = { zeroline: false, showgrid: false, showticklabels: false, ticks: "", linecolor: palette.border };
  const title = (at: number) => ({
    text: shares[at] === undefined ? "" : `${percent(shares[at], 0)} of the variance`,
    font,
    standoff: 2,
  });
  return {
    data: [
      {
        type: "scatter",
        mode: "markers",
        x,
        y,
        customdata: Array.from(table.places),
        hovertext: words,
        marker: { size: 5, opacity: 0.8, color: Array.from(table.lengths), colorscale: SCALE },
        hovertemplate: "%{hovertext}: length %{marker.color:.3g}<extra></extra>",
      },
      {
        type: "scatter",
        mode: "text",
        x: named.map((at) => x?.[at] ?? 0),
        y: named.map((at) => y?.[at] ?? 0),
        text: named.map((at) => table.head.words[table.places[at] ?? 0] ?? ""),
        textposition: "top center",
        textfont: { size: 11, color: palette.text },
        hoverinfo: "skip",
      },
    ],
    layout: {
      width,
      height,
      margin: MARGIN,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...font, family: palette.font },
      showlegend: false,
      hovermode: "closest",
      hoverlabel: { bgcolor: palette.panel, bordercolor: palette.border, font: { size: 11, color: palette.text } },
      uirevision: `${node} ${method}`,
      xaxis: { ...axis, showline: true, title: title(0), range: ranges[0] },
      yaxis: { ...axis, showline: true, title: title(1), range: ranges[1] },
    },
  };
}

/** The points whose words have room above them: of two that would lie over each other, that of the longer vector. */
export function labelled(
  table: Table,
  [across, up]: readonly [readonly [number, number], readonly [number, number]],
  { width, height }: Size,
): number[] {
  const named: number[] = [];
  const taken: { x: number; y: number; half: number }[] = [];
  const length = (at: number) => table.lengths[at] ?? 0;
  const order = Array.from(table.places, (_, at) => at).sort((one, other) => length(other) - length(one));
  for (const at of order) {
    if (named.length === MOST_NAMED) break;
    const word = table.head.words[table.places[at] ?? 0];
    if (!word) continue;
    const x = (((table.points[2 * at] ?? 0) - across[0]) / (across[1] - across[0])) * width;
    const y = (((table.points[2 * at + 1] ?? 0) - up[0]) / (up[1] - up[0])) * height;
    const half = (word.length * LETTER) / 2;
    const clear = taken.every((one) => Math.abs(one.y - y) > LINE || Math.abs(one.x - x) > one.half + half);
    if (!clear || x < half || x > width - half || y > height - LINE) continue;
    named.push(at);
    taken.push({ x, y, half });
  }
  return named;
}

function spread(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const around = AROUND * (high - low) || 1;
  // Words stand above their points.
  return [low - around, high + 2 * around];
}
