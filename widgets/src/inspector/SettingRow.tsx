// One row of a form: the setting's name, its field, what it is for, and what is wrong with it.
import { useId, useState } from "react";
import { useStudio } from "../context";
import type { Setting } from "../messages";
import { Icon } from "../ui/Icon";
import { Name, Prose, plain } from "../ui/Prose";
import { LayersField } from "./LayersField";
import { chosen, kindNamed, kindsOf, withSetting } from "./objects";
import { type Change, isLayers, SettingField } from "./SettingField";
import { SettingsForm } from "./SettingsForm";
import { useScrub } from "./useScrub";
import { given } from "./values";

interface Props {
  setting: Setting;
  value: unknown;
  disabled: boolean;
  /** What the kernel says is wrong with it; empty when nothing is. */
  problem: string;
  /** What is wrong inside it, by the path from here. */
  inner?: Record<string, string>;
  onChange: (change: Change) => void;
}

const NO_PROBLEMS: Record<string, string> = {};

export function SettingRow({ setting, value, disabled, problem, inner = NO_PROBLEMS, onChange }: Props) {
  const [typing, setTyping] = useState("");
  const [helped, setHelped] = useState(false);
  const id = useId();
  const trouble = typing || problem;
  const changed = value !== undefined && !setting.required;
  const scrub = useScrub(setting, value, disabled, (moved) => {
    const change = given(setting, moved);
    onChange(change.kind === "value" ? { value: change.value, reset: false } : { reset: true });
  });
  return (
    <>
      <div className={changed ? "setting changed" : "setting"}>
        <span
          className={scrub.scrubs ? "setting-name scrubs" : "setting-name"}
          title={[setting.name, plain(setting.help ?? "")].filter(Boolean).join("\n")}
          {...scrub.handlers}
        >
          <Name text={setting.name} />
        </span>
        <div className="setting-field">
          <SettingField
            setting={setting}
            value={scrub.draft ?? value}
            disabled={disabled}
            invalid={trouble !== ""}
            describedBy={trouble || helped ? id : undefined}
            onChange={onChange}
            onTrouble={setTyping}
          />
        </div>
        <span className="setting-tools">
          {changed && (
            <button
              type="button"
              className="tiny"
              title="Back to the default"
              aria-label={`Set ${setting.name} back to the default`}
              disabled={disabled}
              data-testid={`reset-${setting.name}`}
              onClick={() => onChange({ reset: true })}
            >
              <Icon name="reset" size={12} />
            </button>
          )}
          {setting.help && (
            <button
              type="button"
              className="tiny help"
              title={plain(setting.help)}
              aria-label={`What ${setting.name} is`}
              aria-expanded={helped}
              onClick={() => setHelped(!helped)}
            >
              <Icon name="help" size={12} />
            </button>
          )}
        </span>
      </div>
      {(trouble || helped) && (
        <div id={id} className="setting-notes">
          {trouble && (
            <p className="in-error" role="alert" data-testid={`trouble-${setting.name}`}>
              {trouble}
            </p>
          )}
          {helped && (
            <p className="secondary">
              <Prose text={setting.help ?? ""} />
            </p>
          )}
        </div>
      )}
      <Nested setting={setting} value={value} disabled={disabled} problems={inner} onChange={onChange} />
    </>
  );
}

interface NestedProps {
  setting: Setting;
  value: unknown;
  disabled: boolean;
  problems: Record<string, string>;
  onChange: (change: Change) => void;
}

/** How the chosen object is set: an initializer's scale, an inner layer's units. */
function Nested({ setting, value, disabled, problems, onChange }: NestedProps) {
  const catalog = useStudio((state) => state.start?.catalog);
  const current = value === undefined ? setting.default : value;
  if (isLayers(setting)) {
    const set = (next: unknown[]) => onChange({ value: next, reset: false });
    return <LayersField setting={setting} value={current} disabled={disabled} problems={problems} onChange={set} />;
  }
  if (setting.type !== "object" && setting.family !== "schedules") return null;
  const choice = chosen(current);
  const kind = choice && kindNamed(kindsOf(catalog, setting.family, setting.choices), choice.kind);
  if (!choice || !kind || kind.settings.length === 0) return null;
  return (
    <div className="nested">
      <SettingsForm
        key={kind.name}
        settings={kind.settings}
        values={choice.settings}
        disabled={disabled}
        problems={problems}
        folded={setting.family !== "layers" && setting.family !== "schedules"}
        onChange={(name, change) => {
          const next = withSetting({ ...choice, kind: kind.name }, name, change);
          onChange({ value: setting.family === "schedules" && typeof next === "string" ? choice : next, reset: false });
        }}
      />
    </div>
  );
}
