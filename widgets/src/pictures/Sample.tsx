// Which sample of the probe batch is looked at, and what it truly is; or the class that pictures are means over.
import { useStudio, useSurroundings, useView } from "../context";
import { count, counted } from "../ui/format";
import { IconButton } from "../ui/IconButton";

export function Sample() {
  const { view } = useSurroundings();
  const samples = useStudio((state) => state.pictures?.samples ?? 0);
  const shown = useStudio((state) => state.pictures?.sample ?? 0);
  const label = useStudio((state) => state.pictures?.label ?? "");
  const wanted = useView((state) => state.sample);
  const averaged = useStudio((state) => state.pictures?.averaged ?? 0);
  const mean = useView((state) => state.average !== null);
  if (samples === 0) return null;
  if (mean)
    return (
      <span className="secondary" data-testid="sample">
        {averaged === 0 ? "no sample of this class" : `mean of ${counted(averaged, "sample")}`}
      </span>
    );
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
