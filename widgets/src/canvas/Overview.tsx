// The corners of the canvas: what the network is, the zoom, and the small map.

import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { memo, useMemo } from "react";
import { useStudio, useSurroundings } from "../context";
import { SmallMap } from "../far/SmallMap";
import { type Total, totalOf } from "../layers/rows";
import { bytes, count, counted, short } from "../ui/format";
import { Icon } from "../ui/Icon";
import type { LayerFlowNode } from "./drawing";
import { needsMap } from "./sight";

export function Overview({ nodes, showWhole }: { nodes: readonly LayerFlowNode[]; showWhole: () => void }) {
  const mapped = useStore(({ transform: [x, y, zoom], width, height }) => {
    if (width <= 520 || height <= 260) return false;
    return needsMap(nodes, { x, y, zoom }, { width, height });
  });
  return (
    <>
      <Panel position="bottom-left">
        <Caption />
        <ZoomBar showWhole={showWhole} />
      </Panel>
      {mapped && (
        <Panel position="bottom-right">
          <SmallMap nodes={nodes} />
        </Panel>
      )}
    </>
  );
}

const Caption = memo(function Caption() {
  const name = useStudio((state) => state.network.name);
  const layers = useStudio((state) => state.network.nodes.length);
  const parameters = useStudio((state) => state.report.parameters);
  const nodes = useStudio((state) => state.report.nodes);
  const { unknown, flops, memory } = useMemo(
    () => ({
      unknown: Object.values(nodes).filter((node) => node.state !== "ok").length,
      flops: totalOf(nodes, "flops"),
      memory: totalOf(nodes, "memory"),
    }),
    [nodes],
  );
  if (layers === 0) return null;
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
});

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
