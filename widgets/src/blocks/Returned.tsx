// Which outputs of a node the model, or the block, returns.
import { edgesFrom } from "../canvas/lookup";
import { namesOfOutputs, outputWord } from "../canvas/outputs";
import { useStudio, useSurroundings, useView } from "../context";
import { Toggle } from "../inspector/ChoiceField";
import type { Layer, NetworkNode, NodeReport } from "../messages";

interface Props {
  node: NetworkNode;
  layer: Layer;
  report: NodeReport | undefined;
}

export function Returned({ node, layer, report }: Props) {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const leaving = useStudio((state) => edgesFrom(state.network, node.id).length > 0);
  const inBlock = useView((state) => state.path.length > 0);
  const usual = leaving ? [] : [0];
  const exposed = node.exposes ?? usual;
  const count = Math.max(report?.outputs.length ?? 1, 1, ...exposed.map((output) => output + 1));
  const names = namesOfOutputs(layer, report);
  const whole = inBlock ? "block" : "model";

  function turn(output: number, on: boolean) {
    const rest = exposed.filter((each) => each !== output);
    const next = on ? [...rest, output].sort((a, b) => a - b) : rest;
    const same = next.length === usual.length && next.every((each, i) => each === usual[i]);
    studio.edit({ type: "expose", node: node.id, outputs: same ? null : next });
  }

  return (
    <section>
      {count > 1 && <h3>Returned</h3>}
      {Array.from({ length: count }, (_, output) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place.
        <div className="setting" key={output}>
          <span className="setting-name" title={outputWord(names, output, count)}>
            {count > 1 ? outputWord(names, output, count) : "returned"}
          </span>
          <div className="setting-field">
            <Toggle
              label={count > 1 ? `Its ${outputWord(names, output, count)} is returned` : "Its output is returned"}
              on={exposed.includes(output)}
              disabled={!live}
              testid={`returned-${output}`}
              onTurn={(on) => turn(output, on)}
            />
            <span className="secondary">an output of the {whole}</span>
          </div>
        </div>
      ))}
    </section>
  );
}
