// The output of one node, as large as the dock allows.

import { useRef } from "react";
import { layerWord } from "../blocks/words";
import { layerAt } from "../canvas/lookup";
import { useStudio, useView } from "../context";
import { Enlarged, useShown } from "../pictures/Enlarged";
import { Histogram } from "../pictures/Histogram";
import { Sample } from "../pictures/Sample";
import { count } from "../ui/format";
import { useSize } from "./useSize";

const FACTS = 220;
/** The paddings of the tab and the gap between its parts. */
const AROUND = 2 * 14 + 16;
const WORDS = 24;

export function ActivationsTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const focus = useView((state) => state.focus);
  const layer = useStudio((state) => (focus ? layerAt(state.network, focus) : undefined));
  const step = useStudio((state) => state.pictures?.step ?? 0);
  const shown = useShown(focus);
  return (
    <div className="activations" ref={ground} data-testid="activations">
      {!layer && <p className="empty">Select a node: what it computes is shown here.</p>}
      {layer && !shown && (
        <p className="empty">
          No picture of {layer.name} yet. Pictures come when the network trains, for nodes in view.
        </p>
      )}
      {layer && shown && width > FACTS + AROUND && (
        <>
          <div className="activation-facts" style={{ width: FACTS }}>
            <h3>{layer.name}</h3>
            <p className="secondary">
              {layerWord(layer)} · after step {count(step)}
            </p>
            <Sample />
            {shown.picture.form !== "histogram" && <Histogram shown={shown} width={FACTS - 16} height={56} />}
          </div>
          <Enlarged shown={shown} width={width - FACTS - AROUND} height={Math.max(40, height - WORDS - 16)} />
        </>
      )}
    </div>
  );
}
