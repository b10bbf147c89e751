// The corners of the canvas: what the network is, the zoom, and the small map.
import { MiniMap, Panel, useReactFlow, useStore } from "@xyflow/react";
import { kindOf } from "../blocks/kinds";
import { useStudio, useSurroundings, useView } from "../context";
import { type Total, totalOf } from "../layers/rows";
import { bytes, count, counted, short } from "../ui/format";
import { Icon } from "../ui/Icon";
import type { LayerFlowNode } from "./drawing";
import { familyColour } from "./families";
import { layerAt } from "./lookup";
import { needsMap } from "./sight";

/** Past so many nodes drawing the map would cost more than it helps. */
const MANY = 500;

export function Overview({ nodes, showWhole }: { nodes: readonly LayerFlowNode[]; showWhole: () => void }) {
  const colour = useColour();
  const mapped = useStore(({ transform: [x, y, zoom], width, height }) => {
    if (nodes.length > MANY || width <= 520 || height <= 260) return false;
    return needsMap(nodes, { x, y, zoom }, { width, height });
  });
  return (
    <>
      <Panel position="bottom-left">
        <Caption />
        <ZoomBar showWhole={showWhole} />
      </Panel>
      {mapped && (
        <MiniMap<LayerFlowNode>
          position="bottom-right"
          pannable
          zoomable={false}
          nodeColor={colour}
          nodeStrokeWidth={0}
          nodeBorderRadius={8}
          maskStrokeColor="var(--accent)"
          maskStrokeWidth={1}
          ariaLabel="Map of the network"
          style={{ width: 132, height: 62 }}
        />
      )}
    </>
  );
}

function useColour(): (node: LayerFlowNode) => string {
  const network = useStudio((state) => state.network);
  const kinds = useStudio((state) => state.kinds);
  const groups = useStudio((state) => state.start?.catalog.groups);
  const report = useStudio((state) => state.report);
  const dark = useView((state) => state.theme === "dark");
  return ({ id }) => {
    const state = report.nodes[id]?.state;
    if (state === "faulty") return "var(--error)";
    if (state === "waiting") return "var(--hairline)";
    return familyColour(kindOf(kinds, layerAt(network, id))?.group ?? "", groups, dark);
  };
}

function Caption() {
  const name = useStudio((state) => state.network.name);
  const layers = useStudio((state) => state.network.nodes.length);
  const parameters = useStudio((state) => state.report.parameters);
  const unknown = useStudio((state) => Object.values(state.report.nodes).filter((node) => node.state !== "ok").length);
  const nodes = useStudio((state) => state.report.nodes);
  if (layers === 0) return null;
  const flops = totalOf(nodes, "flops");
  const memory = totalOf(nodes, "memory");
  return (
    <p className="canvas-caption" data-testid="network-caption">
      <b>{name}</b> · {counted(layers, "layer")} · {count(parameters)}
      {unknown > 0 ? "+" : ""} params{unknown > 0 ? ` (${counted(unknown, "layer")} unknown)` : ""}
      <span
        className="cost"
        title={`For one sample: ${told(flops, "operations")}, ${told(memory, "bytes of outputs")}`}
      >
        {" "}
        · {short(flops.value)}
        {flops.unknown > 0 && "+"} FLOPs · {bytes(memory.value)}
        {memory.unknown > 0 && "+"} a sample
      </span>
    </p>
  );
}

/** "1,234 operations", with how many layers are not in it. */
function told({ value, unknown }: Total, what: string): string {
  return `${count(value)} ${what}${unknown > 0 ? ` (${counted(unknown, "layer")} unknown)` : ""}`;
}

function ZoomBar({ showWhole }: { showWhole: () => void }) {
  const { view } = useSurroundings();
  const flow = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="zoom-bar" role="toolbar" aria-label="Zoom">
      <button
        type="button"
        title="Zoom out (-)"
        aria-label="Zoom out"
        data-testid="zoom-out"
        onClick={() => flow.zoomOut()}
      >
        <Icon name="minus" size={12} />
      </button>
      <button
        type="button"
        className="zoom-value"
        title="Zoom to 100 % (0)"
        aria-label={`Zoom is ${zoom} %; set to 100 %`}
        data-testid="zoom-whole"
        onClick={() => flow.zoomTo(1)}
      >
        {zoom} %
      </button>
      <button
        type="button"
        title="Zoom in (+)"
        aria-label="Zoom in"
        data-testid="zoom-in"
        onClick={() => flow.zoomIn()}
      >
        <Icon name="plus" size={12} />
      </button>
      <button
        type="button"
        title="Show the whole network (.)"
        aria-label="Show the whole network"
        data-testid="fit"
        onClick={() => showWhole()}
      >
        <Icon name="fit" size={12} />
      </button>
      <button
        type="button"
        title="Keys and gestures (?)"
        aria-label="Keys and gestures"
        data-testid="keys"
        onClick={() => view.setState(({ cheatSheet }) => ({ cheatSheet: !cheatSheet }))}
      >
        <Icon name="keys" size={12} />
      </button>
    </div>
  );
}
