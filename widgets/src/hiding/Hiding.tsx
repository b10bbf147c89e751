// Takes hidden controls off the screen, and says that some are, with the way back.
import { useStudio, useSurroundings } from "../context";
import { counted } from "../ui/format";
import { known, styleOf } from "./controls";

export function Hiding() {
  const hidden = useStudio((state) => state.hidden);
  const style = styleOf(hidden);
  return style ? <style>{style}</style> : null;
}

export function HiddenMark() {
  const { view } = useSurroundings();
  const hidden = useStudio((state) => known(state.hidden).length);
  if (hidden === 0) return null;
  return (
    <button
      type="button"
      className="link"
      title="This drawing hides controls; choose which"
      data-testid="hidden-mark"
      onClick={() => view.setState({ hiding: true })}
    >
      {counted(hidden, "control")} hidden
    </button>
  );
}
