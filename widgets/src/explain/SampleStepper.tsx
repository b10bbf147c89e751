// Leads from sample to sample: it is that of the pictures.
import { useSurroundings, useView } from "../context";
import { count } from "../ui/format";
import { IconButton } from "../ui/IconButton";

export function SampleStepper({ of, samples, label }: { of: string; samples: number; label: string }) {
  const { view } = useSurroundings();
  const wanted = useView((state) => state.sample);
  const go = (by: number) => view.setState({ sample: (wanted + by + samples) % samples });
  return (
    <span className="sample">
      <IconButton icon="chevron-left" label="Previous sample" testid={`${of}-previous`} onClick={() => go(-1)} />
      <span className="secondary" data-testid={`${of}-sample`}>
        sample {count((wanted % samples) + 1)} of {count(samples)}
        {label && ` · ${label}`}
      </span>
      <IconButton icon="chevron-right" label="Next sample" testid={`${of}-next`} onClick={() => go(1)} />
    </span>
  );
}
