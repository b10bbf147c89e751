// The layers of a network as rows of a table: what is known of each, in any order, and what all come to.
import { kindOf } from "../blocks/kinds";
import { layerWord } from "../blocks/words";
import { layerAt } from "../canvas/lookup";
import type { Kind, Network, Report } from "../messages";
import { tupleShape } from "../ui/format";

export interface Row {
  node: string;
  name: string;
  kind: string;
  group: string;
  /** Shapes of the outputs; empty while they are unknown. */
  shape: string;
  /** How many values a sample of the first output has, which shapes are sorted by; null while unknown. */
  values: number | null;
  parameters: number | null;
  trainable: number | null;
  flops: number | null;
  memory: number | null;
}

export type Column = "name" | "kind" | "shape" | "parameters" | "trainable" | "flops" | "memory";

export interface Order {
  column: Column;
  down: boolean;
}

export interface Total {
  value: number;
  /** How many layers are not in it, because theirs is unknown. */
  unknown: number;
}

export const NUMBERS = ["parameters", "trainable", "flops", "memory"] as const;

export function rowsOf(network: Network, report: Report, kinds: Readonly<Record<string, Kind>>): Row[] {
  return network.nodes.map(({ id }) => {
    const layer = layerAt(network, id);
    const found = report.nodes[id];
    const known = found?.state === "ok";
    const sample = known ? found.outputs[0]?.shape.slice(1) : undefined;
    return {
      node: id,
      name: layer?.name ?? "",
      kind: layer ? layerWord(layer) : "",
      group: kindOf(kinds, layer)?.group ?? "",
      shape: known ? found.outputs.map((output) => tupleShape(output.shape)).join(", ") : "",
      values: sample ? sample.reduce<number | null>(times, 1) : null,
      parameters: known ? found.parameters : null,
      trainable: known ? found.trainable_parameters : null,
      flops: known ? found.flops : null,
      memory: known ? found.memory : null,
    };
  });
}

function times(product: number | null, axis: number | null): number | null {
  return product === null || axis === null ? null : product * axis;
}

/** The rows by a column, what is unknown last; without an order as they are drawn. */
export function sorted(rows: readonly Row[], order: Order | null): readonly Row[] {
  if (!order) return rows;
  const { column, down } = order;
  const key = column === "shape" ? "values" : column;
  return [...rows].sort((a, b) => {
    const [one, other] = [a[key], b[key]];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const apart =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : String(one).localeCompare(String(other), "en", { numeric: true });
    return down ? -apart : apart;
  });
}

/** The order after a click on a column: numbers begin with the largest, a third click goes back to the drawing's. */
export function nextOrder(order: Order | null, column: Column): Order | null {
  const first = column !== "name" && column !== "kind";
  if (order?.column !== column) return { column, down: first };
  return order.down === first ? { column, down: !first } : null;
}

export function sumOf(rows: readonly Row[], column: (typeof NUMBERS)[number]): Total {
  return total(rows.map((row) => row[column]));
}

/** What the nodes of a network come to; those inside of blocks are counted by their block. */
export function totalOf(nodes: Report["nodes"], what: "flops" | "memory"): Total {
  const own = Object.entries(nodes).filter(([id]) => !id.includes("/"));
  return total(own.map(([, node]) => (node.state === "ok" ? node[what] : null)));
}

function total(values: readonly (number | null)[]): Total {
  const known = values.filter((value) => value !== null);
  return { value: known.reduce((sum, value) => sum + value, 0), unknown: values.length - known.length };
}
