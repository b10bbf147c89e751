// One row of a form: the setting's name, its field, what it is for, and what is wrong with it.
import { type ReactNode, useId, useState } from "react";
import type { Setting } from "../messages";
import { Icon } from "../ui/Icon";
import { Name, Prose, plain } from "../ui/Prose";
import { type Change, SettingField } from "./SettingField";
import { useScrub } from "./useScrub";
import { given } from "./values";

interface Props {
  setting: Setting;
  value: unknown;
  disabled: boolean;
  /** What the kernel says is wrong with it; empty when nothing is. */
  problem: string;
  onChange: (change: Change) => void;
  /** How what is chosen in it is set. */
  children?: ReactNode;
}

export function SettingRow({ setting, value, disabled, problem, onChange, children }: Props) {
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
      {children}
    </>
  );
}
