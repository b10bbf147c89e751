// Says to a screen reader what the eye sees happen: what is selected, its shape and its mistakes, and what a key has done.
import { useEffect, useState } from "react";
import { kindOf } from "../blocks/kinds";
import { useStudio, useSurroundings, useView } from "../context";
import type { StudioState } from "../state";
import { count, counted, wireShape } from "../ui/format";
import { edgesFrom, edgesInto, layerAt, lookup, problemsOf } from "./lookup";
import { settingWords } from "./words";

export function Announcer() {
  const { view, studio } = useSurroundings();
  const said = useView((state) => state.said);
  const chosen = useView((state) => state.nodes);
  const report = useStudio((state) => state.report);
  const [text, setText] = useState("");
  useEffect(() => {
    if (said) setText(said.text);
  }, [said]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new report can say otherwise of the same node.
  useEffect(() => {
    const state = studio.store.getState();
    const { nodes } = view.getState();
    const last = nodes.at(-1);
    if (!last) return;
    setText(nodes.length > 1 ? severalWords(state, nodes, last) : described(state, last));
  }, [chosen, report, studio, view]);
  return (
    <div className="unseen" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}

function severalWords({ network }: StudioState, nodes: readonly string[], last: string): string {
  return `${counted(nodes.length, "node")} selected; the last is ${layerAt(network, last)?.name ?? "a note"}`;
}

/** A node in a sentence: what it is, what leaves it, what is wrong with it, and what is around it. */
export function described(state: StudioState, id: string): string {
  const { network, report } = state;
  const note = lookup(network).note.get(id);
  if (note) return `Note: ${note.text}`;
  const layer = layerAt(network, id);
  if (!layer) return "";
  const node = lookup(network).node.get(id);
  const said = report.nodes[id];
  const inputs = edgesInto(network, id);
  const words = settingWords(kindOf(state.kinds, layer), layer, inputs.length, node?.arguments);
  const names = (ids: readonly string[]) => ids.map((each) => layerAt(network, each)?.name ?? "").join(", ");
  const outputs = said?.outputs.map((spec) => wireShape(spec.shape)).join(" and ");
  const feeds = edgesFrom(network, id).map((edge) => edge.target);
  return [
    `${layer.network ? "Block" : layer.kind} ${layer.name}`,
    words,
    node?.bypassed ? "bypassed" : "",
    layer.trainable ? "" : "frozen",
    outputs ? `gives ${outputs}` : "its shape is not known",
    said && said.parameters > 0 ? `${count(said.parameters)} parameters` : "",
    ...problemsOf(report.problems, id, layer.network ? layer.id : null).map((problem) => problem.message),
    inputs.length > 0 ? `after ${names(inputs.map((edge) => edge.source))}` : "",
    feeds.length > 0 ? `before ${names(feeds)}` : "",
  ]
    .filter(Boolean)
    .join("; ");
}
