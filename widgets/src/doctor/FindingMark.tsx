// On a card: that the doctor found something in its layer. A finding is of the run, not of the drawing, and looks otherwise.
import { problemsOf } from "../canvas/lookup";
import { useStudio, useSurroundings } from "../context";
import { Icon } from "../ui/Icon";
import { NO_FINDINGS } from "./findings";

interface Props {
  id: string;
  /** The layer of the node, where it is a block: what is found inside is marked on it. */
  block: string | null;
  name: string;
}

export function FindingMark({ id, block, name }: Props) {
  const { view } = useSurroundings();
  const found = useStudio((state) => problemsOf(state.findings?.findings ?? NO_FINDINGS, id, block));
  const [first] = found;
  if (!first || first.severity === "hint") return null;
  const sentences = found.map((finding) => finding.message);
  return (
    <button
      type="button"
      className={`finding-mark nodrag ${first.severity}`}
      title={sentences.join("\n")}
      aria-label={`Doctor: ${sentences.join(" ")}`}
      data-testid={`finding-mark-${name}`}
      onClick={() => view.setState({ nodes: [id], edges: [], dock: "doctor", dockOpen: true })}
    >
      <Icon name="pulse" size={12} />
    </button>
  );
}
