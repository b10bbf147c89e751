// The inspector with nothing selected: the network in figures, its data, and how it is trained. Or several nodes.

import { Outside } from "../blocks/AtLevel";
import { findBlocks, groupSelection } from "../blocks/verbs";
import { layerWord } from "../blocks/words";
import { type Axis, align, distribute, type Line } from "../canvas/arranging";
import { lookup } from "../canvas/lookup";
import { useStudio, useSurroundings } from "../context";
import { isChecked } from "../state";
import { count, counted } from "../ui/format";
import type { IconName } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { Waiting } from "../ui/Waiting";
import { TrainingForm } from "./TrainingForm";

/** Of so few layers no pattern stands twice. */
const FEW = 6;

export function NetworkPanel() {
  const around = useSurroundings();
  const { view } = around;
  const live = useStudio((state) => state.live);
  const name = useStudio((state) => state.network.name);
  const layers = useStudio((state) => state.network.layers.length);
  const parameters = useStudio((state) => state.report.parameters);
  const trainable = useStudio((state) => state.report.trainable_parameters);
  const unknown = useStudio((state) => Object.values(state.report.nodes).some((node) => node.state !== "ok"));
  const checked = useStudio(isChecked);
  return (
    <>
      <header className="node-head">
        <h2>{name}</h2>
        <p className="secondary">
          {counted(layers, "layer")} ·{" "}
          {checked ? (
            <>
              {count(parameters)}
              {unknown ? "+" : ""} {parameters === 1 ? "parameter" : "parameters"}
              {trainable !== parameters && ` · ${count(trainable)} trainable`}
            </>
          ) : (
            <Waiting>the kernel counts the parameters</Waiting>
          )}
        </p>
        {layers > FEW && (
          <div className="block-actions">
            <button
              type="button"
              className="button"
              title="Make blocks of patterns that repeat in a row, such as the residual blocks of a ResNet"
              disabled={!live}
              data-testid="find-blocks"
              onClick={() => void findBlocks(around)}
            >
              Find repeated blocks
            </button>
          </div>
        )}
      </header>
      <section>
        <h3>Data</h3>
        {checked ? <ChosenData /> : <NamedData />}
      </section>
      <Outside>
        <TrainingForm />
      </Outside>
      <section>
        <h3>This drawing</h3>
        <div className="block-actions">
          <button
            type="button"
            className="button"
            title="The whole drawing as a text to copy, and a text to open"
            disabled={!live}
            data-testid="share"
            onClick={() => view.setState({ sharing: true })}
          >
            Share as text
          </button>
          <button
            type="button"
            className="button"
            title="Choose what whoever opens this drawing does not see"
            disabled={!live}
            data-testid="hide"
            onClick={() => view.setState({ hiding: true })}
          >
            Hide controls
          </button>
        </div>
      </section>
    </>
  );
}

function ChosenData() {
  const { view } = useSurroundings();
  const data = useStudio((state) => state.data);
  return (
    <p className="data-line">
      {data ? `${data.title} · ${counted(data.samples, "sample")}` : "No data set is chosen."}{" "}
      <button
        type="button"
        className="link"
        onClick={() => view.setState({ dock: "data", dockOpen: true })}
        data-testid="choose-data"
      >
        {data ? "Change" : "Choose one"}
      </button>
    </p>
  );
}

/** The data set that the file chooses, as long as nobody knows more of it. */
function NamedData() {
  const name = useSurroundings().studio.model.place?.data() ?? null;
  return (
    <p className="data-line">
      {name ? (
        <>
          {name} · <Waiting>the kernel counts the samples</Waiting>
        </>
      ) : (
        "The file chooses no data set."
      )}
    </p>
  );
}

const LINES: [Line, IconName, string][] = [
  ["left", "align-left", "Align left edges"],
  ["centre", "align-centre", "Align centres"],
  ["right", "align-right", "Align right edges"],
  ["top", "align-top", "Align top edges"],
  ["middle", "align-middle", "Align middles"],
  ["bottom", "align-bottom", "Align bottom edges"],
];

/** Lining up what is selected. */
function Lines() {
  const around = useSurroundings();
  const disabled = !useStudio((state) => state.drawable);
  const spread = (axis: Axis) => () => distribute(around, axis);
  return (
    <div className="block-actions" role="toolbar" aria-label="Line up">
      {LINES.map(([line, icon, label]) => {
        const run = () => align(around, line);
        return <IconButton key={line} {...{ icon, label, disabled }} testid={`align-${line}`} onClick={run} />;
      })}
      <IconButton icon="spread-x" label="Distribute horizontally" disabled={disabled} onClick={spread("x")} />
      <IconButton icon="spread-y" label="Distribute vertically" disabled={disabled} onClick={spread("y")} />
    </div>
  );
}

export function SeveralNodes({ ids }: { ids: readonly string[] }) {
  const around = useSurroundings();
  const live = useStudio((state) => state.live);
  const network = useStudio((state) => state.network);
  const nodes = useStudio((state) => state.report.nodes);
  const checked = useStudio(isChecked);
  const total = ids.reduce((sum, id) => sum + (nodes[id]?.parameters ?? 0), 0);
  return (
    <>
      <header className="node-head">
        <h2>{counted(ids.length, "node")} selected</h2>
        {checked && <p className="secondary">{counted(total, "parameter")}</p>}
        <div className="block-actions">
          <button
            type="button"
            className="button"
            title="Make one block of these layers (Ctrl+G)"
            disabled={!live}
            data-testid="make-block"
            onClick={() => void groupSelection(around)}
          >
            Make a block
          </button>
        </div>
        <Lines />
      </header>
      <section>
        <ul className="several">
          {ids.slice(0, 50).map((id) => {
            const layer = lookup(network).layer.get(lookup(network).node.get(id)?.layer ?? "");
            return (
              <li key={id}>
                {layer?.name} <span className="secondary">{layer && layerWord(layer)}</span>
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}
