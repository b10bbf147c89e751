// What comes into a node that takes several tensors, axis by axis, the odd ones marked where they don't fit.
import { edgesInto, layerAt } from "../canvas/lookup";
import { namesOfOutputs, outputWord } from "../canvas/outputs";
import { useStudio } from "../context";
import type { Edge, Kind, Network, Report } from "../messages";
import { misfits } from "../problems/axes";

export function Inputs({ node, kind }: { node: string; kind: Kind }) {
  const network = useStudio((state) => state.network);
  const report = useStudio((state) => state.report);
  const edges = edgesInto(network, node);
  if (edges.length < 2) return null;
  const named = kind.ports.length > 1;
  const shapes = edges.map((edge) => report.nodes[edge.source]?.outputs[edge.output]?.shape.slice(1) ?? null);
  const odd = misfits(network, report, node);
  const rank = Math.max(1, ...shapes.map((shape) => shape?.length ?? 0));
  return (
    <section>
      <h3>Inputs</h3>
      <table className="inputs" data-testid="inputs">
        <thead>
          <tr>
            <th>{named ? "port" : ""}</th>
            <th>from</th>
            <th colSpan={rank}>shape</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge, i) => (
            <tr key={`${edge.port} ${edge.slot}`}>
              <td className="secondary">{named ? edge.port : edge.slot + 1}</td>
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
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
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
