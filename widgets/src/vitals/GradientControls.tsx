// How gradients are shown: norms, updates against weights or idle units, and whether the wires show them too.
import { useSurroundings, useView } from "../context";
import { Words } from "../dock/FoldingControls";

export function GradientControls() {
  const { view } = useSurroundings();
  const learning = useView((state) => state.learning);
  const toggle = (what: "ratios" | "units") => view.setState({ learning: learning === what ? "norms" : what });
  const flow = useView((state) => state.flow);
  return (
    <>
      <button
        type="button"
        className="switch"
        aria-pressed={learning === "ratios"}
        title="What a step changes, against the weights"
        data-testid="update-ratios"
        onClick={() => toggle("ratios")}
      >
        <Words brief="Update ratio" full="Updates against weights" />
      </button>
      <button
        type="button"
        className="switch"
        aria-pressed={learning === "units"}
        title="Units of each layer that are dead or saturated, over the run"
        data-testid="idle-units"
        onClick={() => toggle("units")}
      >
        <Words brief="Idle units" full="Dead and saturated units" />
      </button>
      <button
        type="button"
        className="switch"
        aria-pressed={flow}
        title="Draw each wire by the gradient that comes back over it"
        data-testid="gradient-wires"
        onClick={() => view.setState({ flow: !flow })}
      >
        <Words brief="On the wires" full="Gradients on the wires" />
      </button>
    </>
  );
}
