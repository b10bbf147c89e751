// The inspector for one node: its name, what leaves it, its settings, what it does, what it shows now.
import { useEffect } from "react";
import { BlockSection } from "../blocks/BlockSection";
import { kindOf } from "../blocks/kinds";
import { Returned } from "../blocks/Returned";
import { layerWord } from "../blocks/words";
import { useFamilyColour } from "../canvas/families";
import { adaptationOf, learnsSentence } from "../canvas/Learns";
import { lookup } from "../canvas/lookup";
import { namesOfOutputs, outputWord } from "../canvas/outputs";
import { useStudio, useSurroundings, useView } from "../context";
import type { Kind, NodeReport } from "../messages";
import { Enlarged, useShown } from "../pictures/Enlarged";
import { Histogram } from "../pictures/Histogram";
import { Sample } from "../pictures/Sample";
import { count, counted, short, tupleShape } from "../ui/format";
import { Prose } from "../ui/Prose";
import { WeightsSection } from "../weights/WeightsSection";
import { Inputs } from "./Inputs";
import { LayerForm } from "./LayerForm";
import { Marks } from "./Marks";
import { NameField } from "./NameField";
import { NodeProblems } from "./NodeProblems";
import { UnknownKind } from "./UnknownKind";

const WIDTH = 263;
const HEIGHT = 168;

export function NodePanel({ id }: { id: string }) {
  const network = useStudio((state) => state.network);
  const node = lookup(network).node.get(id);
  const layer = lookup(network).layer.get(node?.layer ?? "");
  const kind = useStudio((state) => kindOf(state.kinds, layer));
  const report = useStudio((state) => state.report.nodes[id]);
  const colour = useFamilyColour(kind);
  const learns = useStudio((state) => adaptationOf(state.adaptation, layer?.id ?? ""));
  useAdjusting(id);
  if (!node || !layer) return null;
  const calls = lookup(network).calls.get(layer.id) ?? 1;
  const several = kind?.ports.some((port) => port.many) || (kind?.ports.length ?? 0) > 1;
  return (
    <>
      <header className="node-head">
        <div className="node-title">
          {layer.network ? <span className="dot hollow" /> : <span className="dot" style={{ background: colour }} />}
          <h2 title={layerWord(layer)}>{layer.network ? "Block" : layer.kind}</h2>
          <NameField key={layer.id} layer={layer} />
        </div>
        <Flow report={report} names={namesOfOutputs(layer, report)} />
        {kind && <About kind={kind} />}
        {learns && (
          <p className={`card-learns ${learns}`} data-testid="learned">
            {learnsSentence(learns)}
          </p>
        )}
        {calls > 1 && <p className="secondary">Called {count(calls)} times; all calls share its weights.</p>}
      </header>
      <NodeProblems node={id} />
      {layer.network && <BlockSection key={layer.id} node={node} layer={layer} />}
      {several && <Inputs node={id} kind={kind} />}
      {kind && (
        <section>
          <LayerForm key={layer.id} node={node} layer={layer} kind={kind} />
        </section>
      )}
      {!kind && <UnknownKind layer={layer} />}
      {!several && <Inputs node={id} kind={kind} />}
      {layer.kind !== "InputLayer" && <Returned node={node} layer={layer} report={report} />}
      <Marks node={node} bypassable={layer.kind !== "InputLayer"} />
      <Activation node={id} />
      {(report?.parameters ?? 0) > 0 && <WeightsSection layer={layer.id} />}
    </>
  );
}

/** Leads to the first setting of a node that was placed to be adjusted; to its name where it has none. */
function useAdjusting(id: string): void {
  const { view, root } = useSurroundings();
  const wanted = useView((state) => state.adjusting === id);
  useEffect(() => {
    if (!wanted) return;
    view.setState({ adjusting: null });
    const panel = root.querySelector(".inspector");
    const first = panel?.querySelector(".settings :is(input, select, textarea, button):not(:disabled)");
    const field = first ?? panel?.querySelector(".node-title input");
    if (field instanceof HTMLElement) field.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, [wanted, view, root]);
}

/** What the layer does, in the words of its author, and where more is said. */
function About({ kind }: { kind: Kind }) {
  const linked = kind.url.startsWith("https://");
  if (!kind.summary && !linked) return null;
  return (
    <p className="secondary summary" data-testid="summary">
      <Prose text={kind.summary} />{" "}
      {linked && (
        <a className="link" href={kind.url} target="_blank" rel="noreferrer noopener" title={`Keras on ${kind.name}`}>
          Docs
        </a>
      )}
    </p>
  );
}

function Flow({ report, names }: { report: NodeReport | undefined; names: readonly string[] }) {
  const waits = useStudio((state) => {
    const node = lookup(state.network).node.get(report?.waiting_for ?? "");
    return lookup(state.network).layer.get(node?.layer ?? "")?.name;
  });
  if (!report) return <p className="secondary">not checked yet</p>;
  const words = [counted(report.parameters, "parameter")];
  if (report.parameters !== report.trainable_parameters) words.push(`${count(report.trainable_parameters)} trainable`);
  if (report.flops !== null && report.flops > 0) words.push(`${short(report.flops)} FLOPs`);
  return (
    <>
      {report.outputs.map((output, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place.
        <p className="output" key={i}>
          {outputWord(names, i, report.outputs.length)} <span className="mono">{tupleShape(output.shape)}</span>
          {output.dtype !== "float32" && <span className="secondary"> {output.dtype}</span>}
        </p>
      ))}
      {report.outputs.length === 0 && <p className="output">output ?{waits && ` · waiting for ${waits}`}</p>}
      <p className="secondary">{words.join(" · ")}</p>
    </>
  );
}

function Activation({ node }: { node: string }) {
  const shown = useShown(node);
  if (!shown) return null;
  const { form, count: maps, height, width } = shown.picture;
  const what = form === "maps" ? `${maps} maps, ${height}×${width}` : form === "image" ? `${height}×${width}` : "";
  return (
    <section>
      <div className="section-head">
        <h3>{form === "image" ? "Image" : form === "plane" ? "Units" : "Activation"}</h3>
        <span className="secondary">{what}</span>
        {form !== "plane" && <Sample />}
      </div>
      <Enlarged shown={shown} width={WIDTH} height={HEIGHT} />
      {form === "maps" && <Histogram shown={shown} width={WIDTH} height={30} />}
    </section>
  );
}
