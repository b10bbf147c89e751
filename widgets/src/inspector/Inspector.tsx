// The panel on the right: what is selected, or the network and its training.
import { useEffect, useLayoutEffect, useRef } from "react";
import { Outside } from "../blocks/AtLevel";
import { lookup } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import { Result } from "../plane/Result";
import { IconButton } from "../ui/IconButton";
import { NetworkPanel, SeveralNodes } from "./NetworkPanel";
import { NodePanel } from "./NodePanel";

/** Below this width the panel starts closed, and opens for the node that is selected, unless it was closed by hand. */
const NARROW = 1000;

function isNarrow(root: HTMLElement): boolean {
  return root.clientWidth > 0 && root.clientWidth < NARROW;
}

export function Inspector() {
  const { view, root } = useSurroundings();
  const open = useView((state) => state.inspectorOpen);
  const selected = useView((state) => state.nodes);
  const network = useStudio((state) => state.network);
  const ids = selected.filter((id) => lookup(network).node.has(id));
  const only = ids.length === 1 ? (ids[0] ?? null) : null;

  const unwanted = useRef(false);

  useLayoutEffect(() => {
    if (isNarrow(root)) view.setState({ inspectorOpen: false });
    return view.subscribe((now, old) => {
      if (now.inspectorOpen !== old.inspectorOpen) unwanted.current = !now.inspectorOpen;
    });
  }, [root, view]);

  useEffect(() => {
    if (only && isNarrow(root) && !unwanted.current) view.setState({ inspectorOpen: true });
  }, [only, root, view]);

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
      <Outside>
        <Result />
      </Outside>
      {only ? <NodePanel key={only} id={only} /> : ids.length > 1 ? <SeveralNodes ids={ids} /> : <NetworkPanel />}
    </aside>
  );
}
