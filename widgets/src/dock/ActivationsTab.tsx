// The output of one node, as large as the dock allows.

import { useRef } from "react";
import { layerWord } from "../blocks/words";
import { layerAt } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import { Computation } from "../explain/Computation";
import { Enlarged, useShown } from "../pictures/Enlarged";
import { Histogram } from "../pictures/Histogram";
import { Sample } from "../pictures/Sample";
import { count } from "../ui/format";
import { useSize } from "./useSize";

const FACTS = 220;
/** The paddings of the tab and the gap between its parts. */
const AROUND = 2 * 14 + 16;
const WORDS = 24;
/** The share of the room that the picture keeps beside a computation. */
const PICTURE = 0.3;

export function ActivationsTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const focus = useView((state) => state.focus);
  const layer = useStudio((state) => (focus ? layerAt(state.network, focus) : undefined));
  const step = useStudio((state) => state.pictures?.step ?? 0);
  const shown = useShown(focus);
  const computed = useView((state) => (state.computed && state.computed.node === focus ? state.computed : null));
  const rest = width - FACTS - AROUND;
  return (
    <div className="activations" ref={ground} data-testid="activations">
      {!layer && <p className="empty">Select a node: what it computes is shown here.</p>}
      {focus && layer && !shown && !computed && (
        <div>
          <p className="empty">
            No picture of {layer.name} yet. Pictures come when the network trains, for nodes in view.
          </p>
          <ComputeButton node={focus} />
        </div>
      )}
      {focus && layer && shown && width > FACTS + AROUND && (
        <>
          {!computed && (
            <div className="activation-facts" style={{ width: FACTS }}>
              <h3>{layer.name}</h3>
              <p className="secondary">
                {layerWord(layer)} · after step {count(step)}
              </p>
              {shown.picture.form !== "plane" && <Sample />}
              {shown.picture.form !== "histogram" && <Histogram shown={shown} width={FACTS - 16} height={56} />}
              <ComputeButton node={focus} />
            </div>
          )}
          <Enlarged
            shown={shown}
            width={computed ? Math.max(120, Math.floor(width * PICTURE)) : rest}
            height={Math.max(40, height - WORDS - 16)}
          />
        </>
      )}
      {layer && computed && <Computation node={computed.node} position={computed.position} />}
    </div>
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
