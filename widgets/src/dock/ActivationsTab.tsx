// The output of one node, as large as the dock allows; or, of its samples, what lies behind it.

import { useRef } from "react";
import { layerWord } from "../blocks/words";
import { layerAt } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import { Computation } from "../explain/Computation";
import { Began } from "../inside/Began";
import { AttentionOf, ProjectionOf } from "../inside/Inside";
import { lookOf, looksOf } from "../inside/looks";
import { TableOf } from "../inside/Table";
import type { Layer } from "../messages";
import { ClassMean } from "../pictures/ClassMean";
import { Enlarged, useShown } from "../pictures/Enlarged";
import { Histogram } from "../pictures/Histogram";
import { Sample } from "../pictures/Sample";
import { count } from "../ui/format";
import type { Looking } from "../view";
import { useSize } from "./useSize";

const FACTS = 220;
/** The paddings of the tab and the gap between its parts. */
const AROUND = 2 * 14 + 16;
const WORDS = 24;
const SPREAD = 32;
/** The share of the room that the picture keeps beside a computation. */
const PICTURE = 0.3;

export function ActivationsTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const focus = useView((state) => state.focus);
  const layer = useStudio((state) => (focus ? layerAt(state.network, focus) : undefined));
  const wanted = useView((state) => state.looking);
  const looks = looksOf(layer?.kind ?? "");
  const looking = lookOf(layer?.kind ?? "", wanted);
  const room = { left: FACTS, width: Math.max(0, width - FACTS - AROUND), height: height - 16 };
  const choice = layer && <LookChoice layer={layer} looks={looks} looking={looking} />;
  return (
    <div className="activations" ref={ground} data-testid="activations">
      {!layer && <p className="empty">Select a node: what it computes is shown here.</p>}
      {focus && layer && looking === "attention" && (
        <AttentionOf node={focus} {...room}>
          {choice}
        </AttentionOf>
      )}
      {focus && layer && looking === "projection" && (
        <ProjectionOf node={focus} {...room}>
          {choice}
        </ProjectionOf>
      )}
      {focus && layer && looking === "table" && (
        <TableOf node={focus} {...room}>
          {choice}
        </TableOf>
      )}
      {focus && layer && looking === "values" && (
        <Values node={focus} layer={layer} width={width} height={height}>
          {choice}
        </Values>
      )}
    </div>
  );
}

interface ChoiceProps {
  layer: Layer;
  looks: (readonly [Looking, string])[];
  looking: Looking;
}

function LookChoice({ layer, looks, looking }: ChoiceProps) {
  const { view } = useSurroundings();
  return (
    <div className="activation-head">
      <h3 title={layer.name}>{layer.name}</h3>
      <select
        aria-label="How it is looked at"
        value={looking}
        data-testid="looking"
        onChange={({ target }) => view.setState({ looking: target.value as Looking, computed: null })}
      >
        {looks.map(([look, name]) => (
          <option key={look} value={look}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ValuesProps {
  node: string;
  layer: Layer;
  width: number;
  height: number;
  children: React.ReactNode;
}

function Values({ node, layer, width, height, children }: ValuesProps) {
  const step = useStudio((state) => state.pictures?.step ?? 0);
  const unseen = useStudio((state) => state.pictures?.unseen[node]);
  const shown = useShown(node);
  const computed = useView((state) => (state.computed && state.computed.node === node ? state.computed : null));
  const mean = useView((state) => state.average !== null);
  const rest = width - FACTS - AROUND;
  if (computed && !shown) return <Computation node={node} position={computed.position} />;
  if (!shown)
    return (
      <>
        <div className="activation-facts" style={{ width: FACTS }}>
          {children}
          <ComputeButton node={node} />
        </div>
        <p className="empty" role="status" data-testid="no-picture">
          {unseen ??
            `No picture of ${layer.name} yet. Pictures come when the network trains, for nodes in view; play or step.`}
        </p>
      </>
    );
  if (width <= FACTS + AROUND) return null;
  return (
    <>
      {!computed && (
        <div className="activation-facts" style={{ width: FACTS }}>
          {children}
          <p className="secondary">
            {layerWord(layer)} · after step {count(step)}
          </p>
          {shown.picture.form !== "plane" && <ClassMean />}
          {shown.picture.form !== "plane" && <Sample />}
          {shown.picture.facts.nan !== undefined && <Began />}
          {shown.picture.form !== "histogram" && <Histogram shown={shown} width={FACTS - 16} height={SPREAD} />}
          {!mean && <ComputeButton node={node} />}
        </div>
      )}
      <Enlarged
        shown={shown}
        width={computed ? Math.max(120, Math.floor(width * PICTURE)) : rest}
        height={Math.max(40, height - WORDS - 16)}
      />
      {computed && <Computation node={computed.node} position={computed.position} />}
    </>
  );
}

/** Shows how the value in the middle came about; from there each other one is a field away. */
function ComputeButton({ node }: { node: string }) {
  const { view } = useSurroundings();
  const possible = useStudio((state) => state.live && state.data !== null);
  if (!possible) return null;
  return (
    <button
      type="button"
      className="link compute"
      title="Or click a value in the picture"
      data-testid="compute"
      onClick={() => view.setState({ computed: { node, position: [] } })}
    >
      How is a value computed?
    </button>
  );
}
