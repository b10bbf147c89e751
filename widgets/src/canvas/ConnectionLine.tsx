// The wire while it is drawn: dashed, and beside the pointer the reason when it can't end there.
import { type ConnectionLineComponentProps, useReactFlow } from "@xyflow/react";
import { useSurroundings } from "../context";
import { planAt, targetAt } from "./connecting";
import { parseInlet, parseOutlet } from "./geometry";
import { steadiness } from "./shown";

const REACH = 60;

export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  toHandle,
  pointer,
}: ConnectionLineComponentProps) {
  const around = useSurroundings();
  const flow = useReactFlow();
  const way = fromHandle.type === "source" ? 1 : -1;
  const reach = Math.max(Math.abs(toX - fromX) / 2, REACH) * way;
  const curve = `M${fromX},${fromY}C${fromX + reach},${fromY} ${toX - reach},${toY} ${toX},${toY}`;
  const reason = reasonHere();
  const scale = steadiness(flow.getZoom());
  return (
    <g className={reason ? "drawn-wire refused" : "drawn-wire"}>
      <path d={curve} />
      <circle cx={toX} cy={toY} r={4.5} />
      {reason && (
        <foreignObject x={toX + 12} y={toY + 10} width={260 * scale} height={120 * scale}>
          <div className="refusal" style={{ transform: `scale(${scale})` }} data-testid="refusal">
            {reason}
          </div>
        </foreignObject>
      )}
    </g>
  );

  function reasonHere(): string {
    const { connecting } = around.view.getState();
    if (!connecting) return "";
    const box = around.root.querySelector(".react-flow")?.getBoundingClientRect();
    const near = toHandle && {
      node: toHandle.nodeId,
      inlet: parseInlet(toHandle.id),
      output: parseOutlet(toHandle.id),
    };
    const under = box && targetAt(around.root, { clientX: box.left + pointer.x, clientY: box.top + pointer.y });
    const outcome = planAt(around, connecting.end, near ?? under ?? null, connecting.moved);
    return outcome && "refusal" in outcome ? outcome.refusal : "";
  }
}
