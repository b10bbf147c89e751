// How gradients are shown: norms or updates against weights, and whether the wires show them too.
import { useSurroundings, useView } from "../context";
import { Words } from "../dock/FoldingControls";

export function GradientControls() {
  const { view } = useSurroundings();
  const ratios = useView((state) => state.ratios);
  const flow = useView((state) => state.flow);
  return (
    <>
      <button
        type="button"
        className="switch"
        aria-pressed={ratios}
        title="What a step changes, against the weights"
        data-testid="update-ratios"
        onClick={() => view.setState({ ratios: !ratios })}
      >
        <Words brief="Update ratio" full="Updates against weights" />
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
