// The settings of one layer, its call's arguments, and whether it trains: each change one undo step.
import { useMemo, useState } from "react";
import { problemsOf } from "../canvas/lookup";
import { Failure } from "../connection";
import { useStudio, useSurroundings } from "../context";
import type { Edit, Kind, Layer, NetworkNode } from "../messages";
import { Toggle } from "./ChoiceField";
import type { Change } from "./SettingField";
import { SettingsForm } from "./SettingsForm";

interface Props {
  node: NetworkNode;
  layer: Layer;
  kind: Kind;
}

export function LayerForm({ node, layer, kind }: Props) {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const report = useStudio((state) => state.report.nodes[node.id]);
  const problems = useStudio((state) => state.report.problems);
  const [refused, setRefused] = useState<Record<string, string>>({});

  const atFields = useMemo(() => {
    const said: Record<string, string> = {};
    for (const problem of problemsOf(problems, node.id)) {
      if (problem.setting && problem.severity === "error") said[problem.setting] ??= problem.message;
    }
    return { ...said, ...refused };
  }, [problems, node.id, refused]);

  const send = (name: string, edit: Edit) => {
    setRefused(({ [name]: _, ...others }) => others);
    studio.edit(edit, (error) => {
      const setting = error instanceof Failure ? (error.setting ?? name) : name;
      setRefused((old) => ({ ...old, [setting]: error.message }));
    });
  };
  const setting = (name: string, { value = null, reset }: Change) =>
    send(name, { type: "change_setting", layer: layer.id, setting: name, value, reset, index: null });
  const argument = (name: string, { value = null, reset }: Change) =>
    send(name, { type: "change_argument", node: node.id, argument: name, value, reset, index: null });

  const weighty = (report?.parameters ?? 0) > 0 || !layer.trainable;
  return (
    <>
      <SettingsForm
        key={layer.id + kind.name}
        settings={kind.settings}
        values={layer.settings}
        disabled={!live}
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
              disabled={!live}
              testid="setting-trainable"
              onTurn={(on) => send("trainable", { type: "set_trainable", layer: layer.id, trainable: on })}
            />
            <span className="secondary">off freezes it</span>
          </div>
        </div>
      )}
      {kind.arguments.length > 0 && (
        <>
          <h4>When it is called</h4>
          <SettingsForm
            key={`call ${node.id} ${kind.name}`}
            settings={kind.arguments}
            values={node.arguments}
            disabled={!live}
            folded
            problems={refused}
            onChange={argument}
          />
        </>
      )}
    </>
  );
}
