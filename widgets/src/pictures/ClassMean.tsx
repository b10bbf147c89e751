// Whether pictures are of one sample, or means over samples of a class.
import { useStudio, useSurroundings, useView } from "../context";

export function ClassMean() {
  const { view } = useSurroundings();
  const classes = useStudio((state) => state.data?.classes ?? 0);
  const names = useStudio((state) => state.data?.class_names);
  const average = useView((state) => state.average);
  if (classes === 0) return null;
  return (
    <select
      aria-label="What pictures are of"
      value={average ?? ""}
      data-testid="class-mean"
      onChange={({ target }) =>
        view.setState({ average: target.value === "" ? null : Number(target.value), computed: null })
      }
    >
      <option value="">one sample</option>
      {Array.from({ length: classes }, (_, label) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a class is its number.
        <option key={label} value={label}>
          mean of class {names?.[label] ?? label}
        </option>
      ))}
    </select>
  );
}
