// The form of a kind's settings: what matters first, the rest folded.
import { useState } from "react";
import type { Setting } from "../messages";
import { Icon } from "../ui/Icon";
import { foldedWords, ordered } from "./order";
import type { Change } from "./SettingField";
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
  const row = (setting: Setting) => (
    <SettingRow
      key={setting.name}
      setting={setting}
      value={values[setting.name]}
      disabled={disabled}
      problem={problems[setting.name] ?? ""}
      inner={innerProblems(problems, setting.name)}
      onChange={(change) => onChange(setting.name, change)}
    />
  );
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
