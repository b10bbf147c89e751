// What a block is in the inspector: the way in, how often it runs, and what can be done with it as a whole.
import { useState } from "react";
import { problemsOf } from "../canvas/lookup";
import { useStudio, useSurroundings } from "../context";
import { SettingsForm } from "../inspector/SettingsForm";
import type { Layer, NetworkNode, Setting } from "../messages";
import { enter } from "./going";
import { SaveBlock } from "./SaveBlock";
import { dissolve } from "./verbs";
import { blockWords } from "./words";

const REPEAT: Setting = {
  name: "repeat",
  type: "integer",
  default: 1,
  minimum: 1,
  maximum: 1000,
  prominent: true,
  help: "How many times it runs in a row, each time on what the last time gave.",
};
const SHARED: Setting = {
  name: "shared",
  type: "boolean",
  default: false,
  prominent: true,
  help: "Whether all times share one set of weights; otherwise each has its own.",
};

export function BlockSection({ node, layer }: { node: NetworkNode; layer: Layer }) {
  const around = useSurroundings();
  const live = useStudio((state) => state.live);
  const problems = useStudio((state) => state.report.problems);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Record<string, string>>({});
  if (!layer.network) return null;

  function change(name: string, value: unknown) {
    const repeat = name === "repeat" ? Number(value) : layer.repeat;
    const shared = name === "shared" ? value === true : layer.shared;
    setRefused({});
    around.studio.edit({ type: "set_repeat", layer: layer.id, repeat, shared: shared && repeat > 1 }, (error) =>
      setRefused({ [name]: error.message }),
    );
  }

  const faulty = problemsOf(problems, node.id).find((problem) => problem.setting === "repeat");
  const said = faulty ? { repeat: faulty.message, ...refused } : refused;
  const values: Record<string, unknown> = {};
  if (layer.repeat !== 1) values.repeat = layer.repeat;
  if (layer.shared) values.shared = true;
  return (
    <section data-testid="block-section">
      <p className="secondary">{blockWords(layer, layer.network)} inside</p>
      <div className="block-actions">
        <button
          type="button"
          className="button primary"
          title="Open (Enter, or double-click)"
          data-testid="block-open"
          onClick={() => enter(around.view, layer.id)}
        >
          Open
        </button>
        <button
          type="button"
          className="button"
          title="Put its layers in its place (Ctrl+Shift+G)"
          disabled={!live}
          data-testid="block-dissolve"
          onClick={() => void dissolve(around, { node, layer })}
        >
          Dissolve
        </button>
        <button
          type="button"
          className="button"
          title="Keep it in your palette, for other drawings"
          aria-expanded={saving}
          disabled={!live}
          data-testid="block-save"
          onClick={() => setSaving(!saving)}
        >
          Save to palette
        </button>
      </div>
      {saving && <SaveBlock layer={layer} onDone={() => setSaving(false)} />}
      {(layer.repeat > 1 ? [REPEAT, SHARED] : [REPEAT]).map((setting) => (
        <SettingsForm
          key={setting.name}
          settings={[setting]}
          values={values}
          disabled={!live}
          problems={said}
          onChange={(name, { value, reset }) => change(name, reset ? setting.default : value)}
        />
      ))}
    </section>
  );
}
