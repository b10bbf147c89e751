// Why the model answers a sample as it does: the sample with what speaks for the answer, by the method that is chosen.
import { useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { useSize } from "../dock/useSize";
import type { SampleExplained } from "../messages";
import { Contributions } from "./Contributions";
import { ExplainControls } from "./ExplainControls";
import { commandOf, METHODS, type Part, partsOf } from "./explaining";
import { Overlay } from "./Overlay";
import { Said } from "./Said";
import { useAnswer } from "./useAnswer";
import { Words } from "./Words";

/** The paddings of the tab and the gaps between its parts. */
const AROUND = 2 * 14 + 2 * 16;
const BELOW = 20;
/** What is seen of the picture at the least. */
const PARTS = 152;

/** How wide the controls and the words are: less, where the picture beside them would be a strip. */
function columnsOf(width: number): { controls: number; said: number; parts: number } {
  const controls = width < 600 ? 164 : 196;
  const said = Math.max(96, Math.min(196, width - controls - AROUND - PARTS));
  return { controls, said, parts: Math.max(PARTS, width - controls - said - AROUND) };
}

export function ExplainTab() {
  const ground = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ground);
  const view = useView((state) => state.id);
  const wanted = useView((state) => state.wish);
  // What was chosen in another drawing, or another block, may not be in this one.
  const here = useStudio((state) => state.network.nodes.some((each) => each.id === wanted.node));
  const wish = here ? wanted : { ...wanted, node: null };
  const sample = useView((state) => state.sample);
  const live = useStudio((state) => state.live);
  const hasData = useStudio((state) => state.data !== null);
  const lacking = wish.method === "maximise" && wish.node === null;
  const asked = useAnswer<SampleExplained>(live && hasData && !lacking ? commandOf(wish, view, sample) : null);
  const [hidden, setHidden] = useState(false);
  const { found, trouble, waits } = asked;
  const sentence = !live
    ? "The kernel of this drawing is gone. Run the cell again to explain its model."
    : !hasData
      ? "Choose data in the Data tab: an explanation is of one of its samples."
      : lacking
        ? "Choose a layer: an input is made that one of its units answers strongly to."
        : trouble;
  const parts = found && !sentence ? partsOf(found) : [];
  const columns = columnsOf(width);
  return (
    <div className="explain" ref={ground} data-testid="explain" aria-busy={waits}>
      <ExplainControls
        width={columns.controls}
        found={found?.answer ?? null}
        hidden={hidden}
        onHide={parts.some(({ part, heat }) => part.kind === "image" && heat.length > 0) ? setHidden : null}
        again={asked.again}
      />
      {sentence && (
        <div>
          <p className="empty" role="status" data-testid="explain-trouble">
            {sentence}
          </p>
          {sentence === trouble && wish.method === "grad_cam" && <Instead />}
        </div>
      )}
      {!sentence && !found && <p className="empty">Working it out …</p>}
      {found && !sentence && width > 0 && (
        <>
          <Said answer={found.answer} width={columns.said} />
          <div
            className={waits ? "explain-parts waits" : "explain-parts"}
            style={{ minWidth: columns.parts }}
            data-testid="explain-parts"
          >
            {parts.map((each) => (
              <Shown key={each.part.name} shown={each} width={columns.parts} height={height - 16} hidden={hidden} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/** What explains a model that Grad-CAM can't. */
function Instead() {
  const { view } = useSurroundings();
  return METHODS.filter(([name]) => name === "integrated_gradients" || name === "occlusion").map(([method, title]) => (
    <button
      key={method}
      type="button"
      className="link explain-instead"
      data-testid={`explain-instead-${method}`}
      onClick={() => view.setState(({ wish }) => ({ wish: { ...wish, method, node: null, unit: null } }))}
    >
      {title}
    </button>
  ));
}

function Shown({ shown, width, height, hidden }: { shown: Part; width: number; height: number; hidden: boolean }) {
  switch (shown.part.kind) {
    case "image":
      return <Overlay shown={shown} height={Math.max(40, height - BELOW)} hidden={hidden} />;
    case "words":
      return <Words shown={shown} />;
    case "features":
      return <Contributions shown={shown} width={Math.min(width, 420)} height={height} />;
  }
}
