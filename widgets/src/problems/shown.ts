// Which problem the callout shows: the selected node's, or the newest error; never in the middle of what a person is doing.
import { useEffect, useRef, useState } from "react";
import { layerAt, lookup, problemsOf } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import type { Network, Problem } from "../messages";
import type { ViewState } from "../view";
import { useBusy } from "./hands";

/** Tells one problem from another, and from itself once it has changed. */
export const keyOf = (problem: Problem): string => `${problem.node} ${problem.code} ${problem.message}`;

/** What is only not finished is no mistake: it waits until somebody asks, by selecting the node. */
const UNFINISHED: ReadonlySet<string> = new Set(["missing_input", "unused_input", "constants_only"]);

export interface Shown {
  /** The node of this network that the callout stands beside: the block, for what is wrong inside of it. */
  anchor: string;
  problem: Problem;
}

/** What the callout is to show, as far as nothing hinders it. */
export function wished(
  network: Network,
  problems: readonly Problem[],
  { nodes, closed }: Pick<ViewState, "nodes" | "closed">,
  newest: string | null,
  placed: string | null,
): Shown | null {
  const open = (problem: Problem) => problem.severity !== "hint" && !closed.has(keyOf(problem));
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1 && only !== placed && lookup(network).node.has(only)) {
    const layer = layerAt(network, only);
    const problem = problemsOf(problems, only, layer?.network ? layer.id : null).find(open);
    if (problem) return { anchor: only, problem };
  }
  const problem = problems.find((each) => keyOf(each) === newest);
  const anchor = problem?.node ? anchorOf(network, problem.node) : null;
  return problem && anchor && open(problem) ? { anchor, problem } : null;
}

function anchorOf(network: Network, node: string): string | null {
  const [first, inner] = node.split("/", 2);
  if (inner === undefined) return lookup(network).node.has(node) ? node : null;
  return network.nodes.find((each) => each.layer === first)?.id ?? null;
}

export function useShown(): Shown | null {
  const network = useStudio((state) => state.network);
  const problems = useStudio((state) => state.report.problems);
  const nodes = useView((state) => state.nodes);
  const closed = useView((state) => state.closed);
  const newest = useNewest();
  const placed = usePlaced();
  const busy = useBusy();
  const before = useRef<string | null>(null);
  const wish = wished(network, problems, { nodes, closed }, newest, placed);
  const held = busy === "gesture" || (busy !== null && wish?.anchor !== before.current);
  const shown = held ? null : wish;
  useEffect(() => {
    if (busy === null || shown) before.current = shown?.anchor ?? null;
  });
  return shown;
}

/** The error that came last while the view looks on; those that a drawing is opened with are not new. */
function useNewest(): string | null {
  const network = useStudio((state) => state.network);
  const problems = useStudio((state) => state.report.problems);
  const before = useRef<{ nodes: Network["nodes"]; keys: ReadonlySet<string> } | null>(null);
  const [newest, setNewest] = useState<string | null>(null);
  useEffect(() => {
    const errors = problems.filter(({ severity, node }) => severity === "error" && node !== null);
    const known = before.current;
    before.current = { nodes: network.nodes, keys: new Set(errors.map(keyOf)) };
    if (!known) return;
    const old = new Set(known.nodes.map((node) => node.id));
    const same = network.nodes.some((node) => old.has(node.id));
    const born = errors.find((problem) => !known.keys.has(keyOf(problem)) && !UNFINISHED.has(problem.code));
    if (born && same) setNewest(keyOf(born));
    else if (!same) setNewest(null);
  }, [network, problems]);
  return newest;
}

/** The node that has just been put on the canvas and is still selected: its first wire is yet to come. */
function usePlaced(): string | null {
  const { studio, view } = useSurroundings();
  const [placed, setPlaced] = useState<string | null>(null);
  useEffect(
    () =>
      view.subscribe((now, old) => {
        if (now.nodes === old.nodes && now.closed === old.closed) return;
        const [only] = now.nodes;
        if (only === undefined) return setPlaced(null);
        if (only !== old.nodes[0]) setPlaced(only in studio.store.getState().report.nodes ? null : only);
        else if (now.closed !== old.closed) setPlaced(null);
      }),
    [studio, view],
  );
  return placed;
}
