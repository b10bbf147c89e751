// What comes into a node, axis by axis, the odd ones marked where they don't fit; and each wire taken off.
import { useEffect, useRef } from "react";
import { edgeId, edgesInto, layerAt } from "../canvas/lookup";
import { namesOfOutputs, outputWord } from "../canvas/outputs";
import { say } from "../canvas/steering";
import { off } from "../canvas/wiring";
import { useStudio, useSurroundings } from "../context";
import type { Edge, Kind, Network, Report } from "../messages";
import { misfits } from "../problems/axes";
import { IconButton } from "../ui/IconButton";

export function Inputs({ node, kind }: { node: string; kind: Kind | undefined }) {
  const around = useSurroundings();
  const table = useRef<HTMLTableElement>(null);
  const network = useStudio((state) => state.network);
  const report = useStudio((state) => state.report);
  const drawable = useStudio((state) => state.drawable);
  const edges = edgesInto(network, node);
  const { view } = around;
  // Who leaves with the focus in a row says so to nobody.
  useEffect(() => () => view.setState({ glow: null }), [view]);
  if (edges.length === 0) return null;
  const named = kind ? kind.ports.length > 1 : edges.some((edge) => edge.port !== edges[0]?.port);
  const shapes = edges.map((edge) => report.nodes[edge.source]?.outputs[edge.output]?.shape.slice(1) ?? null);
  const odd = misfits(network, report, node);
  const rank = Math.max(1, ...shapes.map((shape) => shape?.length ?? 0));

  function takeOff(edge: Edge) {
    // The button goes away with its row, and would leave the focus to the notebook: another one has it then, or the canvas.
    const buttons = [...(table.current?.querySelectorAll("button") ?? [])];
    const at = edges.indexOf(edge);
    const next = buttons[at + 1] ?? buttons[at - 1] ?? around.root.querySelector<HTMLElement>(".canvas");
    next?.focus({ preventScroll: true });
    if (around.studio.edit(off(edge))) say(around, `Took off the wire ${wireWords(network, edge)}.`);
  }

  return (
    <section>
      <h3>{edges.length > 1 ? "Inputs" : "Input"}</h3>
      <table ref={table} className="inputs" data-testid="inputs" aria-label="Wires that enter">
        <thead>
          <tr>
            <th>{named ? "port" : <span className="unseen">input</span>}</th>
            <th>from</th>
            <th colSpan={rank}>shape</th>
            <th>
              <span className="unseen">take off</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge, i) => (
            <tr
              key={`${edge.port} ${edge.slot}`}
              onFocus={() => view.setState({ glow: edgeId(edge) })}
              onBlur={() => view.setState({ glow: null })}
            >
              <td className="secondary">{named ? edge.port : edges.length > 1 && edge.slot + 1}</td>
              <td title={layerAt(network, edge.source)?.name}>
                {layerAt(network, edge.source)?.name}
                <span className="secondary">{which(network, report.nodes, edge)}</span>
              </td>
              {Array.from({ length: rank }, (_, axis) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place.
                <td key={axis} className={odd.has(axis) ? "axis odd" : "axis"}>
                  {axisWord(shapes[i], axis)}
                </td>
              ))}
              <td>
                <IconButton
                  icon="close"
                  label={`Take off the wire ${wireWords(network, edge)}`}
                  testid={`take-off-${edge.port}-${edge.slot}`}
                  disabled={!drawable}
                  onClick={() => takeOff(edge)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** "from left to sum", for the ear. */
function wireWords(network: Network, edge: Edge): string {
  return `from ${layerAt(network, edge.source)?.name ?? ""} to ${layerAt(network, edge.target)?.name ?? ""}`;
}

/** Which of several outputs a wire takes: " · hidden state". */
function which(network: Network, nodes: Report["nodes"], edge: Edge): string {
  const report = nodes[edge.source];
  const names = namesOfOutputs(layerAt(network, edge.source), report);
  const count = Math.max(report?.outputs.length ?? 1, names.length, edge.output + 1);
  return count > 1 ? ` · ${outputWord(names, edge.output, count)}` : "";
}

function axisWord(shape: (number | null)[] | null | undefined, axis: number): string {
  if (!shape) return axis === 0 ? "?" : "";
  if (axis >= shape.length) return "";
  return String(shape[axis] ?? "any");
}
