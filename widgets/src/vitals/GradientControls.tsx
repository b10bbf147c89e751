// How gradients are shown: norms or updates against weights, and whether the wires show them too.
import { useSurroundings, useView } from "../context";

export function GradientControls() {
  const { view } = useSurroundings();
  const ratios = useView((state) => state.ratios);
  const flow = useView((state) => state.flow);
  return (
    <div className="curve-controls">
      <button
        type="button"
        className="switch"
        aria-pressed={ratios}
        title="What a step changes, against the weights"
        data-testid="update-ratios"
        onClick={() => view.setState({ ratios: !ratios })}
      >
        Update ratio
      </button>
      <button
        type="button"
        className="switch"
        aria-pressed={flow}
        title="Draw each wire by the gradient that comes back over it"
        data-testid="gradient-wires"
        onClick={() => view.setState({ flow: !flow })}
      >
        On the wires
      </button>
    </div>
  );
}
