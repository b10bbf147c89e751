// The form of a kind's settings: what matters first, the rest folded, and what is chosen in one with settings of its own.
import { useState } from "react";
import { useStudio } from "../context";
import type { Setting } from "../messages";
import { Icon } from "../ui/Icon";
import { LayersField } from "./LayersField";
import { chosen, kindNamed, kindsOf, withSetting } from "./objects";
import { foldedWords, ordered } from "./order";
import { type Change, isLayers } from "./SettingField";
import { SettingRow } from "./SettingRow";
import { innerProblems, isTroubled } from "./troubles";

interface Props {
  settings: readonly Setting[];
  values: Record<string, unknown>;
  disabled: boolean;
  /** Whether all of it starts folded away. */
  folded?: boolean;
  /** Settings that stand first; the others are folded. Without it, those that people change. */
  leading?: (setting: Setting) => boolean;
  /** What is wrong, by the path of the setting. */
  problems?: Record<string, string>;
  onChange: (setting: string, change: Change) => void;
}

const NO_PROBLEMS: Record<string, string> = {};

export function SettingsForm(props: Props) {
  const { settings, values, disabled, folded = false, leading, problems = NO_PROBLEMS, onChange } = props;
  const [{ first, rest }] = useState(() => {
    if (leading) return { first: settings.filter(leading), rest: settings.filter((each) => !leading(each)) };
    return folded ? { first: [], rest: [...settings] } : ordered(settings, values);
  });
  const [open, setOpen] = useState(false);
  const faulty = rest.some((setting) => isTroubled(problems, setting.name));
  const [words, state] = foldedWords(rest, values);
  const row = (setting: Setting) => {
    const shared = {
      setting,
      value: values[setting.name],
      disabled,
      onChange: (change: Change) => onChange(setting.name, change),
    };
    return (
      <SettingRow key={setting.name} {...shared} problem={problems[setting.name] ?? ""}>
        <Nested {...shared} problems={innerProblems(problems, setting.name)} />
      </SettingRow>
    );
  };
  return (
    <div className="settings">
      {first.map(row)}
      {rest.length > 0 && (
        <button
          type="button"
          className="fold"
          aria-expanded={open || faulty}
          data-testid="more-settings"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open || faulty ? "chevron-down" : "chevron-right"} size={12} />
          <span className="fold-words">{first.length === 0 ? words.replace(" more", "") : words}</span>
          <span className="secondary">{state}</span>
        </button>
      )}
      {(open || faulty) && rest.map(row)}
    </div>
  );
}

interface NestedProps {
  setting: Setting;
  value: unknown;
  disabled: boolean;
  /** What is wrong inside, by the path from here. */
  problems: Record<string, string>;
  onChange: (change: Change) => void;
}

/** How the chosen object is set: an initializer's scale, an inner layer's units. */
function Nested({ setting, value, disabled, problems, onChange }: NestedProps) {
  const catalog = useStudio((state) => state.start?.catalog);
  const current = value === undefined ? setting.default : value;
  if (isLayers(setting)) {
    const set = (next: unknown[]) => onChange({ value: next, reset: false });
    return (
      <LayersField setting={setting} value={current} disabled={disabled} onChange={set}>
        {(place, kind, values, change) => (
          <SettingsForm
            key={kind.name}
            settings={kind.settings}
            values={values}
            disabled={disabled}
            problems={innerProblems(problems, String(place))}
            onChange={change}
          />
        )}
      </LayersField>
    );
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
