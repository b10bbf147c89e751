// What is to be explained, and how: method, layer, answer, sample.
import { useMemo } from "react";
import { Outside } from "../blocks/AtLevel";
import { outputNames } from "../blocks/kinds";
import { useStudio, useSurroundings, useView } from "../context";
import type { NodeReport, SampleExplained } from "../messages";
import { hasNode, METHODS, type Wish } from "./explaining";
import { SampleStepper } from "./SampleStepper";

const NO_NAMES: string[] = [];
const MAPS = [4, 5, 3];
/** The samples of the batch that pictures are made of, until an answer tells. */
const SAMPLES = 64;

interface Props {
  width: number;
  found: SampleExplained | null;
  hidden: boolean;
  /** null where there is no heat to hide. */
  onHide: ((hidden: boolean) => void) | null;
  again: () => void;
}

export function ExplainControls({ width, found, hidden, onHide, again }: Props) {
  const { view } = useSurroundings();
  const wish = useView((state) => state.wish);
  const change = (some: Partial<Wish>) => view.setState({ wish: { ...wish, ...some } });
  const makes = wish.method === "maximise";
  return (
    <div className="explain-controls" style={{ width }}>
      <label className="explain-row">
        <span className="unseen">Method</span>
        <select
          value={wish.method}
          title={METHODS.find(([name]) => name === wish.method)?.[2]}
          data-testid="explain-method"
          onChange={(event) => change({ method: event.target.value as Wish["method"], unit: null })}
        >
          {METHODS.map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {hasNode(wish.method) && <LayerChoice wish={wish} change={change} />}
      {makes ? (
        <UnitField wish={wish} change={change} />
      ) : (
        <Outside>
          <Answer wish={wish} change={change} units={found?.units} />
        </Outside>
      )}
      {!makes && <SampleStepper of="explain" samples={found?.samples || SAMPLES} label={found?.label ?? ""} />}
      <div className="explain-row">
        <button type="button" className="button" data-testid="explain-again" onClick={again}>
          Explain again
        </button>
        {onHide && (
          <button
            type="button"
            className="switch"
            aria-pressed={!hidden}
            data-testid="explain-heat"
            onClick={() => onHide(!hidden)}
          >
            Heat
          </button>
        )}
      </div>
    </div>
  );
}

interface Choice {
  wish: Wish;
  change: (some: Partial<Wish>) => void;
}

/** Of Grad-CAM layers with maps, of maximisation all but inputs. */
function LayerChoice({ wish, change }: Choice) {
  const network = useStudio((state) => state.network);
  const nodes = useStudio((state) => state.report.nodes);
  const cam = wish.method === "grad_cam";
  const choices = useMemo(() => {
    const layers = new Map(network.layers.map((layer) => [layer.id, layer]));
    return network.nodes.flatMap((node) => {
      const layer = layers.get(node.layer);
      if (!layer || layer.kind === "InputLayer" || (cam && !hasMaps(nodes[node.id]))) return [];
      return [{ id: node.id, name: layer.name }];
    });
  }, [network, nodes, cam]);
  return (
    <label className="explain-row">
      <span className="secondary">Layer</span>
      <select
        value={choices.some((each) => each.id === wish.node) ? (wish.node ?? "") : ""}
        data-testid="explain-layer"
        onChange={(event) => change({ node: event.target.value || null })}
      >
        <option value="">{cam ? "last convolution" : "choose …"}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function hasMaps(report: NodeReport | undefined): boolean {
  return MAPS.includes(report?.outputs[0]?.shape.length ?? 0);
}

/** Which number of the answer: of several outputs which, and which class or unit of it. */
function Answer({ wish, change, units }: Choice & { units: number | undefined }) {
  const network = useStudio((state) => state.network);
  const classes = useStudio((state) => state.data?.class_names ?? NO_NAMES);
  const names = useMemo(() => outputNames(network), [network]);
  return (
    <>
      {names.length > 1 && (
        <label className="explain-row">
          <span className="secondary">Output</span>
          <select
            value={wish.output}
            data-testid="explain-output"
            onChange={(event) => change({ output: Number(event.target.value), unit: null })}
          >
            {names.map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {units === 1 ? null : names.length <= 1 && classes.length > 0 && (units ?? classes.length) === classes.length ? (
        <label className="explain-row">
          <span className="secondary">Answer</span>
          <select
            value={wish.unit ?? ""}
            data-testid="explain-target"
            onChange={(event) => change({ unit: event.target.value === "" ? null : Number(event.target.value) })}
          >
            <option value="">the strongest</option>
            {classes.map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <UnitField wish={wish} change={change} />
      )}
    </>
  );
}

function UnitField({ wish, change }: Choice) {
  return (
    <label className="explain-row">
      <span className="secondary">Unit</span>
      <input
        type="number"
        min={0}
        step={1}
        value={wish.unit ?? ""}
        placeholder={wish.method === "maximise" ? "0" : "the strongest"}
        data-testid="explain-target"
        onChange={({ target }) => {
          const unit = Number(target.value);
          if (target.value === "") change({ unit: null });
          else if (Number.isInteger(unit) && unit >= 0) change({ unit });
        }}
      />
    </label>
  );
}
