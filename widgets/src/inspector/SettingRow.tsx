// One row of a form: the setting's name, its field, what it is for, and what is wrong with it.
import { useId, useState } from "react";
import { useStudio } from "../context";
import type { Setting } from "../messages";
import { Icon } from "../ui/Icon";
import { chosen, kindNamed, kindsOf, withSetting } from "./objects";
import { type Change, SettingField } from "./SettingField";
import { SettingsForm } from "./SettingsForm";

interface Props {
  setting: Setting;
  value: unknown;
  disabled: boolean;
  /** What the kernel says is wrong with it; empty when nothing is. */
  problem: string;
  onChange: (change: Change) => void;
}

export function SettingRow({ setting, value, disabled, problem, onChange }: Props) {
  const [typing, setTyping] = useState("");
  const [helped, setHelped] = useState(false);
  const id = useId();
  const trouble = typing || problem;
  const changed = value !== undefined && !setting.required;
  return (
    <>
      <div className={changed ? "setting changed" : "setting"}>
        <span className="setting-name" title={setting.help || setting.name}>
          {setting.name}
        </span>
        <div className="setting-field">
          <SettingField
            setting={setting}
            value={value}
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
              title={setting.help}
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
          {helped && <p className="secondary">{setting.help}</p>}
        </div>
      )}
      <Nested setting={setting} value={value} disabled={disabled} onChange={onChange} />
    </>
  );
}

/** How the chosen object is set: an initializer's scale, an inner layer's units. */
function Nested({ setting, value, disabled, onChange }: Omit<Props, "problem">) {
  const catalog = useStudio((state) => state.start?.catalog);
  if (setting.type !== "object" && setting.family !== "schedules") return null;
  const choice = chosen(value === undefined ? setting.default : value);
  const kind = choice && kindNamed(kindsOf(catalog, setting.family), choice.kind);
  if (!choice || !kind || kind.settings.length === 0) return null;
  return (
    <div className="nested">
      <SettingsForm
        key={kind.name}
        settings={kind.settings}
        values={choice.settings}
        disabled={disabled}
        folded={setting.family !== "layers" && setting.family !== "schedules"}
        onChange={(name, change) => {
          const next = withSetting({ ...choice, kind: kind.name }, name, change);
          onChange({ value: setting.family === "schedules" && typeof next === "string" ? choice : next, reset: false });
        }}
      />
    </div>
  );
}
