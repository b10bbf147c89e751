// Which sample of the probe batch is looked at, and what it truly is.
import { useStudio, useSurroundings, useView } from "../context";
import { count } from "../ui/format";
import { IconButton } from "../ui/IconButton";

export function Sample() {
  const { view } = useSurroundings();
  const samples = useStudio((state) => state.pictures?.samples ?? 0);
  const shown = useStudio((state) => state.pictures?.sample ?? 0);
  const label = useStudio((state) => state.pictures?.label ?? "");
  const wanted = useView((state) => state.sample);
  if (samples === 0) return null;
  const go = (by: number) => view.setState({ sample: (wanted + by + samples) % samples });
  return (
    <span className="sample">
      <IconButton icon="chevron-left" label="Previous sample" testid="sample-previous" onClick={() => go(-1)} />
      <span className="secondary" data-testid="sample">
        sample {count(shown + 1)} of {count(samples)}
        {label && ` · label ${label}`}
      </span>
      <IconButton icon="chevron-right" label="Next sample" testid="sample-next" onClick={() => go(1)} />
    </span>
  );
}
