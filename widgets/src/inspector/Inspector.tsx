// The panel on the right: what is selected, or the network and its training.
import { useEffect, useLayoutEffect } from "react";
import { lookup } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import { IconButton } from "../ui/IconButton";
import { NetworkPanel, SeveralNodes } from "./NetworkPanel";
import { NodePanel } from "./NodePanel";

/** Below this width the panel lies over the canvas, and starts closed. */
const NARROW = 1000;

export function Inspector() {
  const { view, root } = useSurroundings();
  const open = useView((state) => state.inspectorOpen);
  const selected = useView((state) => state.nodes);
  const network = useStudio((state) => state.network);
  const ids = selected.filter((id) => lookup(network).node.has(id));
  const only = ids.length === 1 ? (ids[0] ?? null) : null;

  useLayoutEffect(() => {
    if (root.clientWidth > 0 && root.clientWidth < NARROW) view.setState({ inspectorOpen: false });
  }, [root, view]);

  // What is selected is what is enlarged; it stays so when the selection goes.
  useEffect(() => {
    if (only) view.setState({ focus: only });
  }, [only, view]);

  if (!open) return null;
  return (
    <aside className="inspector" aria-label="Settings" data-testid="inspector">
      <div className="inspector-close">
        <IconButton
          icon="close"
          label="Close this panel"
          testid="inspector-close"
          onClick={() => view.setState({ inspectorOpen: false })}
        />
      </div>
      {only ? <NodePanel key={only} id={only} /> : ids.length > 1 ? <SeveralNodes ids={ids} /> : <NetworkPanel />}
    </aside>
  );
}
