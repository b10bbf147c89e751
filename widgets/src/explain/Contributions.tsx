// One bar a feature, the largest first: what it adds to the answer.
import { useCallback } from "react";
import { useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import type { Figure } from "../dock/figure";
import { axisIn, frameOf } from "../dock/frame";
import { paletteAt } from "../pictures/colours";
import type { Part } from "./explaining";

const MOST = 20;
const TITLE = 22;

export function Contributions({ shown, width, height }: { shown: Part; width: number; height: number }) {
  const { root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(() => bars(shown, root, width, height - TITLE), [shown, root, width, height, theme]);
  return (
    <Chart
      title={shown.part.name}
      note={shown.part.signed ? "what each adds" : ""}
      size={{ width, height: height - TITLE }}
      make={make}
      testid="explain-bars"
    />
  );
}

/** The bars as Plotly wants them. */
export function bars({ part, heat }: Part, root: HTMLElement, width: number, height: number): Figure {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const order = [...heat.keys()]
    .sort((one, other) => Math.abs(heat[other] ?? 0) - Math.abs(heat[one] ?? 0))
    .slice(0, MOST);
  const palette = paletteAt(root);
  const axis = { ...axisIn(palette), fixedrange: true };
  return {
    data: [
      {
        type: "bar",
        orientation: "h",
        x: order.map((i) => heat[i] ?? 0),
        y: order.map((_, place) => place),
        customdata: order.map((i) => part.words[i] ?? String(i)),
        marker: { color: order.map((i) => token((heat[i] ?? 0) < 0 ? "--negative" : "--positive")) },
        hovertemplate: "%{customdata}: %{x:.4g}<extra></extra>",
      },
    ],
    layout: {
      ...frameOf({ width, height }, palette, "closest"),
      bargap: 0.25,
      margin: { l: 76, r: 12, t: 4, b: 20 },
      xaxis: { ...axis, gridcolor: token("--grid"), zeroline: true, zerolinecolor: token("--border"), nticks: 5 },
      yaxis: {
        ...axis,
        autorange: "reversed",
        showgrid: false,
        tickmode: "array",
        tickvals: order.map((_, place) => place),
        ticktext: order.map((i) => part.words[i] ?? String(i)),
      },
    },
  };
}
