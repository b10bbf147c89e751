// How a node can be looked at, and the attention of its heads and samples in a plane as what is drawn of them. Pure.
import { floats, integers } from "../buffers";
import type { Answered, AttentionShown, NodeProjected, TableProjected } from "../messages";
import { measured } from "../ui/format";
import type { Looking } from "../view";

const ATTENTION: ReadonlySet<string> = new Set([
  "MultiHeadAttention",
  "GroupQueryAttention",
  "Attention",
  "AdditiveAttention",
]);

const EMBEDDING: ReadonlySet<string> = new Set(["Embedding", "ReversibleEmbedding"]);

const NAMES: Record<Looking, string> = {
  values: "what it puts out",
  attention: "attention of its heads",
  table: "its table in a plane",
  projection: "samples in a plane",
};

/** The ways in which a node of a kind can be looked at, with what they are called. */
export function looksOf(kind: string): (readonly [Looking, string])[] {
  const own: Looking[] = ATTENTION.has(kind) ? ["attention"] : EMBEDDING.has(kind) ? ["table"] : [];
  const looks: Looking[] = ["values", ...own, "projection"];
  return looks.map((look) => [look, NAMES[look]] as const);
}

/** How a node is looked at where a look is wanted that it may not have. */
export function lookOf(kind: string, wanted: Looking): Looking {
  return looksOf(kind).some(([look]) => look === wanted) ? wanted : "values";
}

export interface Heads {
  head: AttentionShown;
  weights: Float32Array;
  /** The largest weight of all heads. */
  most: number;
}

export function headsOf({ answer, buffers }: Answered<AttentionShown>): Heads {
  const weights = floats(buffers[0]);
  const most = weights.reduce((high, each) => (Number.isFinite(each) ? Math.max(high, each) : high), 0);
  return { head: answer, weights, most: most || 1 };
}

/** The pixels of one head, from 0 to the largest weight of all; what is no number is -1. */
export function sharesOf({ head, weights, most }: Heads, number: number): Float32Array {
  const size = head.queries * head.keys;
  return weights.subarray(number * size, (number + 1) * size).map((each) => (Number.isFinite(each) ? each / most : -1));
}

/** What a place in the map of a head says. */
export function lookWords({ head, weights }: Heads, number: number, query: number, key: number): string {
  const weight = weights[(number * head.queries + query) * head.keys + key] ?? Number.NaN;
  const name = (words: readonly string[], at: number) => {
    const from = at * head.block;
    const word = words[at];
    return word ? `${from} “${word}”` : head.block === 1 ? String(from) : `${from}–${from + head.block - 1}`;
  };
  const about = `${name(head.query_words, query)} looks at ${name(head.key_words, key)}`;
  return `Head ${number} · ${about}: ${measured(weight)}`;
}

export interface Cloud {
  head: NodeProjected;
  /** Two numbers a point. */
  points: Float32Array;
  /** The place of the sample of each. */
  places: Uint32Array;
  /** Classes or numbers; NaN where a truth is more than that. */
  targets: Float32Array;
}

export function cloudOf({ answer, buffers }: Answered<NodeProjected>): Cloud {
  return {
    head: answer,
    points: floats(buffers[0]),
    places: integers(buffers[1]),
    targets: floats(buffers[2]),
  };
}

export interface Table {
  head: TableProjected;
  /** Two numbers a point. */
  points: Float32Array;
  /** The number of the row of each. */
  places: Uint32Array;
  /** How long its vector is. */
  lengths: Float32Array;
}

export function tableOf({ answer, buffers }: Answered<TableProjected>): Table {
  return { head: answer, points: floats(buffers[0]), places: integers(buffers[1]), lengths: floats(buffers[2]) };
}

/** What a row of a table is called: its word, or its number. */
export function rowWords({ head }: Pick<Table, "head">, row: number): string {
  const word = head.words[row];
  return word === undefined ? `row ${row}` : word === "" ? "padding" : `“${word}”`;
}

/** A principal component has no sign of its own: each gets that with which the samples stay on the side they were on. */
export function aligned<C extends Cloud | Table>(cloud: C, before: C | null): C {
  const { node, method } = cloud.head;
  if (!before || method !== "pca" || before.head.method !== method || before.head.node !== node) return cloud;
  const rows = new Map(Array.from(before.places, (place, row) => [place, row]));
  const agree = [0, 0];
  cloud.places.forEach((place, row) => {
    const old = rows.get(place);
    if (old === undefined) return;
    for (const axis of [0, 1])
      agree[axis] = (agree[axis] ?? 0) + (cloud.points[2 * row + axis] ?? 0) * (before.points[2 * old + axis] ?? 0);
  });
  return { ...cloud, points: cloud.points.map((value, i) => ((agree[i % 2] ?? 0) < 0 ? -value : value)) };
}
