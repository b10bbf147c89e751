// Dead and saturated units of each layer over the run, as the doctor saw them: rows with the latest, and a chart.
import { useCallback } from "react";
import { go } from "../blocks/going";
import { networkAt, parted } from "../blocks/paths";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import type { IdleUnits as Seen } from "../messages";
import { paletteAt } from "../pictures/colours";
import { percent } from "../ui/format";
import { idleFigure, saidOf, wordOf } from "./idle";
import { lineColour } from "./lines";

/** A chart that would be no wider says nothing. */
export const ROOM = 140;

interface Props {
  seen: Seen | null;
  list: number;
  size: { width: number; height: number };
}

export function IdleUnits({ seen, list, size }: Props) {
  const { view, root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const nodes = useView((state) => state.nodes);
  const network = useStudio((state) => state.network);
  const { width, height } = size;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () => idleFigure(seen ?? { steps: [], layers: [] }, new Set(nodes), { width, height }, paletteAt(root)),
    [seen, nodes, width, height, root, theme],
  );
  if (!seen) {
    return (
      <p className="empty" data-testid="idle-none">
        Nothing is seen yet: the doctor looks at the units of layers with relu, sigmoid or tanh as a run goes on, the
        last layer apart, some seconds after it began and when it rests.
      </p>
    );
  }
  return (
    <>
      <ul className="idle-rows" style={{ width: list }} data-testid="idle-rows">
        {seen.layers.map((layer, at) => {
          const { path, node } = parted(layer.node ?? "");
          const inner = networkAt(network, path);
          const drawn = inner?.nodes.find((each) => each.id === node);
          const there = layer.node !== null && drawn !== undefined;
          const called = inner?.layers.find((each) => each.id === drawn?.layer)?.name ?? layer.name;
          const show = () => {
            if (!there) return;
            go(view, path, [node]);
            view.setState({ centred: { node } });
          };
          return (
            <li key={layer.node ?? layer.name}>
              <button
                type="button"
                className={there && nodes.includes(node) ? "gradient-row selected" : "gradient-row"}
                aria-disabled={!there || undefined}
                title={saidOf(layer)}
                aria-label={saidOf(layer)}
                data-testid={`idle-${layer.node}`}
                onClick={show}
              >
                <span className="gradient-name" style={{ width: list - 110 }}>
                  <i className="swatch" style={{ background: lineColour(at, seen.layers.length) }} />
                  {called}
                </span>
                <span className={(layer.shares.at(-1) ?? 0) >= 0.5 ? "gradient-value in-warning" : "gradient-value"}>
                  {percent(layer.shares.at(-1) ?? 0)} {wordOf(layer)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {width > ROOM && (
        <Chart
          title="Units that do nothing"
          note="dead relu units; values at the ends of sigmoid or tanh, dashed"
          size={size}
          make={make}
          testid="chart-idle"
        />
      )}
    </>
  );
}
