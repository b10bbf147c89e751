// What a fix would do, asked of the kernel while somebody looks at it; the drawing stays as it is.
import { useCallback, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { outsideOf, type StudioLike } from "../blocks/level";
import { type Path, prefixOf, wrapped } from "../blocks/paths";
import { useSurroundings } from "../context";
import { apply, Refusal } from "../edits";
import type { Answer, Edit, Network, NodeReport, Report } from "../messages";
import { count, wireShape } from "../ui/format";
import type { Preview } from "../view";

/** What checking would say, of the nodes that would differ or be new, by the ids that they have in their network. */
export type Outcome = Record<string, NodeReport>;

const asked = new WeakMap<Report, Map<string, Promise<Outcome>>>();

function ask(studio: StudioLike, { path, edit }: Preview): Promise<Outcome> {
  const outside = outsideOf(studio);
  const { report } = outside.store.getState();
  const known = asked.get(report) ?? new Map<string, Promise<Outcome>>();
  asked.set(report, known);
  const whole = wrapped(edit, path);
  const key = JSON.stringify(whole);
  const found = known.get(key);
  if (found) return found;
  const fresh = outside
    .request<Extract<Answer, { type: "previewed" }>>({ type: "preview", edit: whole })
    .then(({ answer }) => own(answer.nodes, prefixOf(path)));
  known.set(key, fresh);
  return fresh;
}

function own(nodes: Outcome, prefix: string): Outcome {
  const found = Object.entries(nodes).flatMap(([id, node]): [string, NodeReport][] => {
    const inner = id.startsWith(prefix) ? id.slice(prefix.length) : "/";
    return inner.includes("/") ? [] : [[inner, node]];
  });
  return Object.fromEntries(found);
}

/** What the edit would come to; null until the kernel has said so, or when it can't. */
export function useOutcome(path: Path, edit: Edit | null): Outcome | null {
  const { studio } = useSurroundings();
  const { store } = outsideOf(studio);
  const report = useStore(store, (state) => state.report);
  const ready = useStore(store, (state) => state.live && state.pending.length === 0);
  const [told, setTold] = useState<{ edit: Edit; outcome: Outcome } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another report is another drawing, which answers anew.
  useEffect(() => {
    if (!edit || !ready) return;
    let wanted = true;
    ask(studio, { path, edit })
      .then((outcome) => wanted && setTold({ edit, outcome }))
      // What can't be foretold is not shown; applying it says why.
      .catch(() => wanted && setTold(null));
    return () => {
      wanted = false;
    };
  }, [studio, path, edit, ready, report]);
  return told && told.edit === edit ? told.outcome : null;
}

/** How many parameters the drawing would gain in what is known of it; those that become known by the edit do not count. */
export function costOf(before: Report["nodes"], outcome: Outcome, removed: Iterable<string> = []): number {
  let sum = 0;
  for (const [id, now] of Object.entries(outcome)) {
    const old = before[id];
    if (now.state === "ok" && (!old || old.state === "ok")) sum += now.parameters - (old?.parameters ?? 0);
  }
  for (const id of removed) sum -= before[id]?.state === "ok" ? before[id].parameters : 0;
  return sum;
}

/** "+2,112 params", "−9,248 params", "0 params". */
export function costWords(cost: number): string {
  const sign = cost > 0 ? "+" : cost < 0 ? "−" : "";
  return `${sign}${count(Math.abs(cost))} params`;
}

/** What comes out where the problem was, and what it costs: "28×28×64 · +2,112 params". */
export function outcomeWords(
  network: Network,
  report: Report,
  { edit, node }: { edit: Edit; node: string | null },
  outcome: Outcome,
): string {
  const after = applied(network, edit);
  if (!after) return "";
  const ids = new Set(after.nodes.map((each) => each.id));
  const removed = network.nodes.filter((each) => !ids.has(each.id)).map((each) => each.id);
  const successor = after.nodes.findLast((each) => !(each.id in report.nodes))?.id;
  const at = node !== null && ids.has(node) ? node : successor;
  const shape = at === undefined ? undefined : (outcome[at] ?? report.nodes[at])?.outputs[0]?.shape;
  const cost = costWords(costOf(report.nodes, outcome, removed));
  return shape ? `${wireShape(shape)} · ${cost}` : cost;
}

/** The network after an edit; null when it doesn't fit there any more. */
export function applied(network: Network, edit: Edit): Network | null {
  try {
    return apply(network, edit);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Handlers for the button of a fix: what it would do is drawn on the canvas while the pointer or the focus is on it. */
export function usePreview(path: Path, edit: Edit) {
  const { view } = useSurroundings();
  const preview = useMemo<Preview>(() => ({ path, edit }), [path, edit]);
  const show = useCallback(() => view.setState({ preview }), [view, preview]);
  const hide = useCallback(() => {
    if (view.getState().preview === preview) view.setState({ preview: null });
  }, [view, preview]);
  useEffect(() => hide, [hide]);
  return { onPointerEnter: show, onPointerLeave: hide, onFocus: show, onBlur: hide };
}
