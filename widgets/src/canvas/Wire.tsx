// A wire between two cards, with the shape of what it carries.
import { EdgeLabelRenderer, type EdgeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { prefixOf } from "../blocks/paths";
import { useStudio, useView } from "../context";
import { isAdded } from "../runs/difference";
import { useFlow } from "../vitals/flow";
import type { WireData, WireFlowEdge } from "./drawing";
import { winds } from "./labelling";
import { labelPlace } from "./labels";
import { lookup } from "./lookup";
import { path } from "./paths";
import { type Point, simpleRoute } from "./routing";
import { axisWords } from "./shapes";
import { levelOf, showsWords, steadiness } from "./shown";

export const Wire = memo(function Wire(props: EdgeProps<WireFlowEdge>) {
  const { id, data, selected, style } = props;
  const state = useStudio(({ report }) => {
    if (!data) return "";
    if (report.nodes[data.edge.target]?.state === "faulty") return "faulty";
    return report.nodes[data.edge.source]?.outputs[data.edge.output] ? "" : "unknown";
  });
  const chosen = useView(({ nodes }) => isChosen(nodes, props.source) || isChosen(nodes, props.target));
  const glows = useView((view) => view.glow === id);
  const flow = useFlow(props.source);
  const added = useView(
    ({ differing, path }) => data && differing && isAdded(differing.difference, prefixOf(path), data.edge),
  );
  if (!data) return null;
  const plain = chosen || selected || glows || state === "faulty";
  const look = flow && !plain ? { ...style, ...flow } : style;
  const way = atRest(props, data) ? data : dragged(props);
  const classes = [
    "wire",
    state,
    chosen || selected ? "chosen" : "",
    selected ? "selected" : "",
    glows ? "glows" : "",
    added ? "added" : "",
  ];
  return (
    <>
      <path className="wire-reach react-flow__edge-interaction" d={way.path} />
      <path className={classes.join(" ")} style={look} d={way.path} data-testid={`wire-${id}`} />
      {way.dot && <circle className={classes.join(" ")} style={style} cx={way.dot.x} cy={way.dot.y} r={2.5} />}
      {data.labelled && (
        <WireLabel data={data} at={way.label} points={way.points} state={state} opacity={style?.opacity} />
      )}
    </>
  );
});

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Asked by every wire at every change of the view. */
function isChosen(nodes: readonly string[], id: string): boolean {
  if (nodes.length < 8) return nodes.includes(id);
  const known = sets.get(nodes) ?? new Set(nodes);
  sets.set(nodes, known);
  return known.has(id);
}

type Way = Pick<WireData, "points" | "path" | "label" | "dot">;

function atRest({ sourceX, sourceY, targetX, targetY }: EdgeProps<WireFlowEdge>, { from, to }: WireData): boolean {
  const far = Math.max(
    Math.abs(sourceX - from.x),
    Math.abs(sourceY - from.y),
    Math.abs(targetX - to.x),
    Math.abs(targetY - to.y),
  );
  return far < 2;
}

/** The way while one of the cards is being dragged: by the two ends alone. */
function dragged({ sourceX, sourceY, targetX, targetY }: EdgeProps<WireFlowEdge>): Way {
  const from = { x: sourceX, y: sourceY };
  const to = { x: targetX, y: targetY };
  const size = { width: 150, height: 66 };
  const fromBox = { x: sourceX - 154, y: sourceY - 33, ...size };
  const toBox = { x: targetX + 4, y: targetY - 33, ...size };
  const { points, label } = simpleRoute({ id: "", tensor: "", from, to, fromBox, toBox });
  return { points, label, path: path(points), dot: null };
}

interface LabelProps {
  data: WireData;
  at: Point;
  points: readonly Point[];
  state: string;
  opacity: React.CSSProperties["opacity"];
}

function WireLabel({ data, at, points, state, opacity }: LabelProps) {
  const text = useStudio(({ network, report }) => {
    const edge = lookup(network)
      .into.get(data.edge.target)
      ?.find((each) => each.slot === data.edge.slot && each.port === data.edge.port);
    const words = axisWords(network, report, edge ?? data.edge);
    return words ? words.map((word) => (word.wrong ? `!${word.text}` : word.text)).join("×") : "?";
  });
  const level = useStore((flow) => levelOf(flow.transform[2]));
  const steady = useStore((flow) => steadiness(flow.transform[2]));
  if (!showsWords(level) || (level === "mid" && state !== "faulty" && (data.close || !winds(points)))) return null;
  const { x, y, above } = labelPlace({ ...data, label: at, points }, text, steady, state === "faulty");
  return (
    <EdgeLabelRenderer>
      <span
        className={`wire-label ${state} ${above ? "above" : "on"}`}
        style={{ opacity, transform: `translate(${x}px, ${y}px) translate(-50%, -50%) scale(var(--steady))` }}
      >
        {text.split("×").map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place.
          <span key={i}>
            {i > 0 && "×"}
            {word.startsWith("!") ? <b>{word.slice(1)}</b> : word}
          </span>
        ))}
      </span>
    </EdgeLabelRenderer>
  );
}
