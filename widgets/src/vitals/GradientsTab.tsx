// What the optimizer does to each layer: the course of its gradient's norm as a strip, or its updates against its weights.
import { type KeyboardEvent, useCallback, useMemo, useRef } from "react";
import { go } from "../blocks/going";
import { networkAt, parted, prefixOf } from "../blocks/paths";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { useSize } from "../dock/useSize";
import type { Network } from "../messages";
import { paletteAt } from "../pictures/colours";
import { count, measured } from "../ui/format";
import { useRoving } from "../ui/useRoving";
import { IdleUnits, ROOM } from "./IdleUnits";
import { lackingWords } from "./lacking";
import { lineColour } from "./lines";
import { ratioFigure } from "./ratios";
import { NormScale, Strip } from "./Strip";
import { gradientAt, ratioAt, type Vitals } from "./vitals";

const NAME = 130;
const VALUE = 74;
const PADDING = 14;
const LIST = 250;
/** The list where a chart beside it would have less than that. */
const SHORT_LIST = 190;
const LEAST_CHART = 240;
const TITLE = 22;

export function GradientsTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const vitals = useStudio((state) => state.vitals);
  const idle = useStudio((state) => state.idle);
  const learning = useView((state) => state.learning);
  const ratios = learning === "ratios";
  const shown = learning === "units" && (idle !== null || vitals !== null);
  const list = width - LIST - 3 * PADDING < LEAST_CHART ? SHORT_LIST : LIST;
  const chart = { width: width - list - 3 * PADDING, height: height - TITLE - 14 };
  const run = useStudio((state) => state.status.state);
  return (
    <div className="gradients" ref={ground} data-testid="gradients">
      {!vitals && !shown && (
        <p className="empty" data-testid="gradients-none">
          {lackingWords(run)}
        </p>
      )}
      {shown && width > 0 && <IdleUnits seen={idle} list={list} size={chart} />}
      {vitals && learning !== "units" && width > 0 && (
        <Rows vitals={vitals} width={ratios ? list : width - 2 * PADDING} strips={!ratios} />
      )}
      {vitals && ratios && chart.width > ROOM && <Ratios vitals={vitals} size={chart} />}
    </div>
  );
}

/** Which of the layers that a run trains are still in the drawing, and the node that stands for each. */
function nodeOf(network: Network, path: string): string | null {
  const { path: way, node: layer } = parted(path);
  return networkAt(network, way)?.nodes.find((each) => each.layer === layer)?.id ?? null;
}

function Rows({ vitals, width, strips }: { vitals: Vitals; width: number; strips: boolean }) {
  const list = useRef<HTMLUListElement>(null);
  useRoving(list);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const stops = [...event.currentTarget.querySelectorAll("button")];
    const at = stops.indexOf(event.target as HTMLButtonElement);
    const goals: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, goal))]?.focus();
  };
  const strip = Math.max(40, width - NAME - VALUE - 16);
  const [first, latest] = [vitals.steps[0] ?? 0, vitals.steps.at(-1) ?? 0];
  return (
    <div className="gradient-rows" style={{ width }}>
      <ul ref={list} onKeyDown={move}>
        {vitals.layers.map((path, layer) => (
          <Row key={path} vitals={vitals} layer={layer} strip={strips ? strip : null} />
        ))}
      </ul>
      {strips && (
        <p className="secondary gradient-axis" style={{ marginLeft: NAME + 8, width: strip }}>
          <span>step {count(first)}</span>
          <NormScale vitals={vitals} />
          <span>{latest > first && count(latest)}</span>
        </p>
      )}
    </div>
  );
}

function Row({ vitals, layer, strip }: { vitals: Vitals; layer: number; strip: number | null }) {
  const { view } = useSurroundings();
  const path = vitals.layers[layer] ?? "";
  const way = useMemo(() => parted(path).path, [path]);
  const node = useStudio((state) => nodeOf(state.network, path));
  const name = useStudio((state) => nameOf(state.network, path)) ?? vitals.names[layer] ?? path;
  const selected = useView(
    (state) => node !== null && prefixOf(state.path) === prefixOf(way) && state.nodes.includes(node),
  );
  const last = vitals.steps.length - 1;
  const value = strip === null ? ratioAt(vitals, last, layer) : gradientAt(vitals, last, layer);
  const show = () => {
    if (node === null) return;
    go(view, way, [node]);
    view.setState({ centred: { node } });
  };
  return (
    <li>
      <button
        type="button"
        className={selected ? "gradient-row selected" : "gradient-row"}
        aria-current={selected || undefined}
        aria-disabled={node === null || undefined}
        title={node === null ? `${name} is not in the drawing any more` : `Show “${name}” on the canvas`}
        data-testid={`gradient-${name}`}
        onClick={show}
        onPointerEnter={() => view.setState({ linked: path })}
        onPointerLeave={() => view.setState({ linked: null })}
      >
        <span className="gradient-name" style={{ width: NAME }}>
          {strip === null && <i className="swatch" style={{ background: lineColour(layer, vitals.layers.length) }} />}
          {name}
        </span>
        {strip === null ? (
          <span className="unseen">update to weights</span>
        ) : (
          <Strip vitals={vitals} layer={layer} width={strip} />
        )}
        <span className={Number.isFinite(value) ? "gradient-value" : "gradient-value in-error"}>
          {node === null ? "removed" : measured(value)}
        </span>
      </button>
    </li>
  );
}

function nameOf(network: Network, path: string): string | undefined {
  const { path: way, node: id } = parted(path);
  const names: string[] = [];
  let at: Network | null | undefined = network;
  for (const each of [...way, id]) {
    const layer: Network["layers"][number] | undefined = at?.layers.find((found) => found.id === each);
    if (!layer) return undefined;
    names.push(layer.name);
    at = layer.network;
  }
  return names.join("/");
}

function Ratios({ vitals, size }: { vitals: Vitals; size: { width: number; height: number } }) {
  const { root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const nodes = useView((state) => state.nodes);
  const path = useView((state) => prefixOf(state.path));
  const network = useStudio((state) => state.network);
  const { width, height } = size;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(() => {
    const chosen = new Set(
      vitals.layers.filter((each) => {
        const node = nodeOf(network, each);
        return prefixOf(parted(each).path) === path && node !== null && nodes.includes(node);
      }),
    );
    return ratioFigure(vitals, chosen, { width, height }, paletteAt(root));
  }, [vitals, width, height, root, theme, nodes, path, network]);
  return (
    <Chart
      title="Update to weights"
      note="of each layer, a step; 1e-3 is usual"
      size={{ width, height }}
      make={make}
      testid="chart-ratios"
    />
  );
}
