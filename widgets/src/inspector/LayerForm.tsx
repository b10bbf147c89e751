// The settings of one layer, its call's arguments, and whether it trains: each change one undo step.
import { useMemo, useState } from "react";
import { edgesInto, problemsOf } from "../canvas/lookup";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import type { Edge, Edit, Kind, Layer, NetworkNode, Setting } from "../messages";
import { Toggle } from "./ChoiceField";
import type { Change } from "./SettingField";
import { SettingsForm } from "./SettingsForm";

interface Props {
  node: NetworkNode;
  layer: Layer;
  kind: Kind;
}

/** What the kernel would not take: it stays in its field, with the reason below. */
interface Refused {
  message: string;
  /** The setting that the kernel blames, which may be inside the one that was changed. */
  path: string | null;
  value: unknown;
}

const CONSTANT = "A number, or numbers with commas between, in the place of a wire.";
const CONSTANTS = "A list of constants, with None where a wire enters.";

/** What a node is called with: its arguments, and constants for those of its inputs that no wire enters. */
export function calledWith(kind: Kind, edges: readonly Edge[], values: Record<string, unknown>): Setting[] {
  return kind.arguments.flatMap((setting) => {
    const port = kind.ports.find((each) => each.name === setting.name);
    if (!port) return [setting];
    const wired = edges.some((edge) => edge.port === port.name);
    // Where there are both, the constant can be taken away.
    if (wired && !port.many && (values[port.name] ?? null) === null) return [];
    return [{ ...setting, help: port.many ? CONSTANTS : CONSTANT }];
  });
}

function withTyped(values: Record<string, unknown>, refused: Record<string, Refused>): Record<string, unknown> {
  const typed = Object.entries(refused).filter(([, { value }]) => value !== undefined);
  return { ...values, ...Object.fromEntries(typed.map(([name, { value }]) => [name, value])) };
}

export function LayerForm({ node, layer, kind }: Props) {
  const { studio } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  const report = useStudio((state) => state.report.nodes[node.id]);
  const problems = useStudio((state) => state.report.problems);
  const [refused, setRefused] = useState<Record<string, Refused>>({});

  const atFields = useMemo(() => {
    const said: Record<string, string> = {};
    for (const problem of problemsOf(problems, node.id)) {
      if (problem.setting && problem.severity === "error") said[problem.setting] ??= problem.message;
    }
    for (const [name, { path, message }] of Object.entries(refused)) said[path ?? name] = message;
    return said;
  }, [problems, node.id, refused]);

  const send = (name: string, edit: Edit, value?: unknown) => {
    setRefused(({ [name]: _, ...others }) => others);
    studio.edit(edit, (error) => {
      const path = error instanceof Failure ? error.setting : null;
      setRefused((old) => ({ ...old, [name]: { message: error.message, path, value } }));
    });
  };
  const setting = (name: string, { value = null, reset }: Change) =>
    send(
      name,
      { type: "change_setting", layer: layer.id, setting: name, value, reset, index: null },
      reset ? undefined : value,
    );
  const argument = (name: string, { value = null, reset }: Change) =>
    send(
      name,
      { type: "change_argument", node: node.id, argument: name, value, reset, index: null },
      reset ? undefined : value,
    );

  const edges = useStudio((state) => edgesInto(state.network, node.id));
  const called = useMemo(() => calledWith(kind, edges, node.arguments), [kind, edges, node.arguments]);
  const apart = (name: string) => name === "training" || kind.ports.some((port) => port.name === name && port.many);
  const weighty = (report?.parameters ?? 0) > 0 || !layer.trainable;
  return (
    <>
      <SettingsForm
        key={layer.id + kind.name}
        settings={kind.settings}
        values={withTyped(layer.settings, refused)}
        disabled={!drawable}
        problems={atFields}
        onChange={setting}
      />
      {weighty && (
        <div className="setting">
          <span className="setting-name">trainable</span>
          <div className="setting-field">
            <Toggle
              label="trainable"
              on={layer.trainable}
              disabled={!drawable}
              testid="setting-trainable"
              onTurn={(on) => send("trainable", { type: "set_trainable", layer: layer.id, trainable: on })}
            />
            <span className="secondary">off freezes it</span>
          </div>
        </div>
      )}
      {called.length > 0 && (
        <>
          <h3 className="when-called">When called</h3>
          <SettingsForm
            key={`call ${node.id} ${called.map((each) => each.name).join()}`}
            settings={called}
            values={withTyped(node.arguments, refused)}
            disabled={!drawable}
            leading={(each) => !apart(each.name) || each.name in node.arguments}
            problems={atFields}
            onChange={argument}
          />
        </>
      )}
    </>
  );
}
