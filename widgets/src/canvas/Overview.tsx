// The corners of the canvas: what the network is, the zoom, and the small map.

import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { memo, useMemo } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { SmallMap } from "../far/SmallMap";
import { type Total, totalOf } from "../layers/rows";
import { isChecked } from "../state";
import { bytes, count, counted, short } from "../ui/format";
import { Icon } from "../ui/Icon";
import type { LayerFlowNode } from "./drawing";
import { hasRoomForMap, needsMap } from "./sight";

export function Overview({ nodes, showWhole }: { nodes: readonly LayerFlowNode[]; showWhole: () => void }) {
  const mapped = useStore(
    ({ transform: [x, y, zoom], width, height }) =>
      hasRoomForMap({ width, height }) && needsMap(nodes, { x, y, zoom }, { width, height }),
  );
  const open = useView((state) => state.map);
  const covered = useCovers(nodes, MAP);
  return (
    <>
      <Panel position="bottom-left" className="canvas-corner">
        <Caption nodes={nodes} />
        <ZoomBar showWhole={showWhole} mapped={mapped} />
      </Panel>
      {mapped && open && (
        <Panel position="bottom-right" className={covered ? "over-work" : ""}>
          <SmallMap nodes={nodes} />
        </Panel>
      )}
    </>
  );
}

/** How far the map and the caption reach from their corners, in pixels of the screen. */
const MAP = { width: 148, height: 78, right: true };
const CAPTION = { width: 420, height: 58, right: false };

/** Whether a corner of the canvas lies over a card that is selected: what one works on is seen. */
function useCovers(
  nodes: readonly LayerFlowNode[],
  corner: { width: number; height: number; right: boolean },
): boolean {
  const chosen = useView((state) => state.nodes);
  const worked = useMemo(() => {
    const ids = new Set(chosen);
    return ids.size === 0 ? [] : nodes.filter((node) => ids.has(node.id));
  }, [nodes, chosen]);
  return useStore(({ transform: [x, y, zoom], width, height }) =>
    worked.some(({ position, data: { card } }) => {
      const [left, right] = [position.x * zoom + x, (position.x + card.width) * zoom + x];
      const [top, bottom] = [position.y * zoom + y, (position.y + card.height) * zoom + y];
      const beside = corner.right ? right > width - corner.width && left < width : left < corner.width && right > 0;
      return beside && bottom > height - corner.height && top < height;
    }),
  );
}

const Caption = memo(function Caption({ nodes: cards }: { nodes: readonly LayerFlowNode[] }) {
  const covers = useCovers(cards, CAPTION);
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
  const checked = useStudio(isChecked);
  if (layers === 0) return null;
  if (!checked) {
    return (
      <p className="canvas-caption" data-testid="network-caption">
        <b>{name}</b> · {counted(layers, "layer")}
      </p>
    );
  }
  return (
    <p className={covers ? "canvas-caption over-work" : "canvas-caption"} data-testid="network-caption">
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

function ZoomBar({ showWhole, mapped }: { showWhole: () => void; mapped: boolean }) {
  const { view } = useSurroundings();
  const map = useView((state) => state.map);
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
      {mapped && (
        <button
          type="button"
          title={map ? "Hide the map" : "Show the map"}
          aria-label="Map of the network"
          aria-pressed={map}
          data-testid="map-toggle"
          onClick={() => view.setState({ map: !map })}
        >
          <Icon name="map" size={12} />
        </button>
      )}
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
