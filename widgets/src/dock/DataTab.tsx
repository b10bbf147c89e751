// What the network is trained on: the sets that ship, or what Python handed over.
import { useStudio, useSurroundings } from "../context";
import { Features } from "../features/Features";
import type { DataSummary } from "../messages";
import { RecipeForm } from "../plane/RecipeForm";
import { isChecked } from "../state";
import { count, counted, percent } from "../ui/format";
import { Icon } from "../ui/Icon";
import { Waiting } from "../ui/Waiting";
import { MaskLabels, SampleCells, useSamples } from "./DataSamples";

export function DataTab() {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const data = useStudio((state) => state.data);
  const offered = useStudio((state) => state.start?.datasets);
  const checked = useStudio(isChecked);
  const gone = useStudio((state) => state.asked && !state.live);
  const own = data && !offered?.some((each) => each.name === data.name) ? [data] : [];
  const sets = [...own, ...(offered ?? [])];
  /** Another kind of points is drawn as those were. */
  const choose = ({ name, recipe }: DataSummary) => {
    if (name === data?.name) return;
    void studio.command({ type: "choose_data", name, recipe: (recipe && data?.recipe) ?? null });
  };
  if (!checked || (!gone && !offered)) {
    return (
      <p className="empty">
        <Waiting>The data sets are shown when the kernel has answered.</Waiting>
      </p>
    );
  }
  return (
    <div className="data-tab">
      <div className="data-sets" role="radiogroup" aria-label="Data set">
        {sets.map((set) => (
          // biome-ignore lint/a11y/useSemanticElements: a card of several lines, chosen as a whole.
          <button
            key={set.name}
            type="button"
            role="radio"
            aria-checked={set.name === data?.name}
            className="data-set"
            disabled={!live}
            data-testid={`data-${set.name}`}
            onClick={() => choose(set)}
          >
            <Icon name="data" />
            <b>{set.title}</b>
            <span className="secondary">
              {counted(set.name === data?.name ? data.samples + data.validation_samples : set.samples, "sample")}
            </span>
          </button>
        ))}
        {sets.length === 0 && !gone && (
          <p className="empty">No data set ships here. Give one in Python: studio.data = …</p>
        )}
      </div>
      {data ? <Summary data={data} /> : <p className="empty">Choose what the network learns from.</p>}
    </div>
  );
}

function Summary({ data }: { data: DataSummary }) {
  const split = useStudio((state) => state.training?.validation_split ?? 0);
  const seen = useSamples(data);
  const masked = seen?.samples.tensors.some((tensor) => tensor.kind === "mask") ?? false;
  const tensors = [
    ...data.inputs.map((tensor) => ({ ...tensor, role: "input" })),
    ...data.targets.map((tensor) => ({ ...tensor, role: "target" })),
  ];
  return (
    <div className="data-summary" data-testid="data-summary">
      <h3>{data.title}</h3>
      {data.recipe && <RecipeForm name={data.name} recipe={data.recipe} />}
      <Features />
      <p>
        {counted(data.samples, "sample")}
        {data.validation_samples > 0
          ? ` to train, ${count(data.validation_samples)} to validate`
          : split > 0
            ? `, ${percent(split, 0)} of them held back for validation`
            : ""}
        {data.classes > 0 ? `, ${counted(data.classes, "class", "classes")}` : ""}
      </p>
      <table data-testid={seen ? "data-samples" : undefined}>
        <tbody>
          {tensors.map((tensor, i) => (
            <tr key={tensor.role + tensor.name}>
              <td className="secondary">{tensor.role}</td>
              <td>{tensor.name}</td>
              <td className="mono">{tensor.shape.length === 0 ? "one value" : tensor.shape.join("×")}</td>
              <td className="secondary">{tensor.dtype}</td>
              {seen && <SampleCells seen={seen} index={i} />}
            </tr>
          ))}
        </tbody>
      </table>
      {data.inputs.map(
        (tensor) =>
          tensor.examples?.length > 0 && (
            <ul key={tensor.name} className="data-texts" aria-label={`Samples of ${tensor.name}`}>
              {tensor.examples.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          ),
      )}
      {masked && <MaskLabels names={data.class_names} />}
      {data.class_names.length > 0 && !masked && (
        <p className="secondary">{data.class_names.slice(0, 24).join(" · ")}</p>
      )}
    </div>
  );
}
