// An optimizer, a loss or a metric: which kind, and how it is set.
import { useStudio } from "../context";
import type { Choice, Setting } from "../messages";
import { Select } from "./ChoiceField";
import { changed, fresh, kindNamed, kindsOf } from "./objects";
import { SettingsForm } from "./SettingsForm";

interface Props {
  label: string;
  /** What stands before the list, where the label says more. */
  title?: string;
  family: NonNullable<Setting["family"]>;
  choice: Choice | null;
  /** What no choice is called; without it there is always one. */
  none?: string;
  disabled: boolean;
  folded?: boolean;
  problem?: string;
  onChange: (choice: Choice | null) => void;
}

export function ChoiceForm(props: Props) {
  const { label, title = label, family, choice, none, disabled, folded = false, problem = "", onChange } = props;
  const catalog = useStudio((state) => state.start?.catalog);
  const kinds = kindsOf(catalog, family);
  const known = choice ? kindNamed(kinds, choice.kind) : undefined;
  const options = kinds.map((kind) => ({ value: kind.name, title: kind.name }));
  if (choice && !known) options.unshift({ value: choice.kind, title: choice.kind });
  if (none !== undefined) options.unshift({ value: "", title: none });
  const pick = (name: string) => {
    const kind = kinds.find((each) => each.name === name);
    if (!kind) return onChange(null);
    const start = fresh(kind);
    onChange(typeof start === "string" ? { kind: start, settings: {} } : start);
  };
  return (
    <>
      <div className="setting">
        <span className="setting-name">{title}</span>
        <div className="setting-field">
          <Select
            label={label}
            value={known?.name ?? choice?.kind ?? ""}
            options={options}
            disabled={disabled}
            testid={`setting-${label}`}
            onPick={pick}
          />
        </div>
      </div>
      {problem && (
        <p className="setting-notes in-error" role="alert" data-testid={`trouble-${label}`}>
          {problem}
        </p>
      )}
      {choice && known && known.settings.length > 0 && (
        <div className="nested">
          <SettingsForm
            key={known.name}
            settings={known.settings}
            values={choice.settings}
            disabled={disabled}
            folded={folded}
            onChange={(name, change) =>
              onChange({ kind: choice.kind, settings: changed(choice.settings, name, change) })
            }
          />
        </div>
      )}
    </>
  );
}
