// Says to a screen reader what the eye sees happen: what is selected, its shape and its mistakes, and what a key has done.
import { useEffect, useRef, useState } from "react";
import { kindOf } from "../blocks/kinds";
import { useStudio, useSurroundings, useView } from "../context";
import type { Problem } from "../messages";
import type { StudioState } from "../state";
import { count, counted, wireShape } from "../ui/format";
import { edgesFrom, edgesInto, layerAt, lookup, problemsOf } from "./lookup";
import { settingWords } from "./words";

export function Announcer() {
  const { view, studio } = useSurroundings();
  const said = useView((state) => state.said);
  const chosen = useView((state) => state.nodes);
  const path = useView((state) => state.path);
  const report = useStudio((state) => state.report);
  const [text, setText] = useState("");
  /** The edit that was said last: the report of it follows at once, and is said with it, not in its place. */
  const deed = useRef("");
  const known = useRef({ path, report });
  useEffect(() => {
    if (!said) return;
    deed.current = studio.store.getState().pending.length > 0 ? said.text : "";
    setText(said.text);
  }, [said, studio]);
  useEffect(() => {
    if (chosen.length === 0) return;
    deed.current = "";
    setText(chosenWords(studio.store.getState(), chosen));
  }, [chosen, studio]);
  useEffect(() => {
    const before = known.current;
    if (before.report === report && before.path === path) return;
    known.current = { path, report };
    const { nodes } = view.getState();
    const news = before.path === path ? newsOf(before.report.problems, report.problems, nodes) : "";
    const words = [deed.current, news, chosenWords(studio.store.getState(), nodes)].filter(Boolean);
    if (news || nodes.length > 0) setText(words.join(" "));
    deed.current = "";
  }, [report, path, studio, view]);
  return (
    <div className="unseen" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}

/** How many problems there are now, and the first new one, unless it is told of the node that is selected; nothing when they are the same. */
export function newsOf(before: readonly Problem[], now: readonly Problem[], nodes: readonly string[]): string {
  const known = new Set(before.map(keyOf));
  const [newest] = now.filter((problem) => !known.has(keyOf(problem)));
  if (!newest && now.length === before.length) return "";
  if (now.length === 0) return "No problem is left.";
  const left = newest ? "" : " left";
  const told = !newest || (nodes.length === 1 && newest.node === nodes[0]);
  return `${counted(now.length, "problem")}${left}${told ? "." : `: ${newest.message}`}`;
}

const keyOf = ({ code, node, setting }: Problem): string => `${code} ${node} ${setting}`;

/** What is selected in a sentence. */
function chosenWords(state: StudioState, nodes: readonly string[]): string {
  const last = nodes.at(-1);
  if (!last) return "";
  return nodes.length > 1 ? severalWords(state, nodes, last) : described(state, last);
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
