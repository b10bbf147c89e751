// A list of layers inside a setting, such as the cells of an RNN: added, removed, put in another order, each with its settings.
import type { ReactNode } from "react";
import { useStudio } from "../context";
import type { Kind, Setting } from "../messages";
import { Icon, type IconName } from "../ui/Icon";
import { Select } from "./ChoiceField";
import { chosen, fresh, kindNamed, kindsOf, optionsOf, withSetting } from "./objects";
import type { Change } from "./SettingField";

interface Props {
  setting: Setting;
  value: unknown;
  disabled: boolean;
  onChange: (value: unknown[]) => void;
  /** The form of one layer's settings. */
  children: (
    place: number,
    kind: Kind,
    values: Record<string, unknown>,
    change: (setting: string, change: Change) => void,
  ) => ReactNode;
}

export function LayersField({ setting, value, disabled, onChange, children }: Props) {
  const catalog = useStudio((state) => state.start?.catalog);
  const kinds = kindsOf(catalog, setting.family, setting.choices);
  const items = Array.isArray(value) ? value : [];
  const one = setting.name.replace(/s$/, "");
  const put = (place: number, next: unknown) => onChange(items.map((each, i) => (i === place ? next : each)));
  const swap = (a: number, b: number) => {
    const next = [...items];
    [next[a], next[b]] = [next[b], next[a]];
    onChange(next);
  };
  const tool = (icon: IconName, label: string, off: boolean, onClick: () => void) => (
    <button
      type="button"
      className="tiny"
      title={label}
      aria-label={label}
      disabled={disabled || off}
      onClick={onClick}
    >
      <Icon name={icon} size={12} />
    </button>
  );
  return (
    <div className="nested">
      {items.map((item, place) => {
        const choice = chosen(item) ?? { kind: "", settings: {} };
        const kind = kindNamed(kinds, choice.kind);
        const name = `${one} ${place + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer in a list is its place.
          <div key={place} className="list-item" data-testid={`${setting.name}-${place}`}>
            <div className="setting">
              <span className="setting-name">{name}</span>
              <div className="setting-field">
                <Select
                  label={name}
                  value={kind?.name ?? choice.kind}
                  options={optionsOf(kinds, kind ? "" : choice.kind)}
                  disabled={disabled}
                  testid={`setting-${setting.name}-${place}`}
                  onPick={(picked) => {
                    const next = kinds.find((each) => each.name === picked);
                    if (next) put(place, fresh(next));
                  }}
                />
                <span className="list-tools">
                  {tool("chevron-up", `Move ${name} up`, place === 0, () => swap(place, place - 1))}
                  {tool("chevron-down", `Move ${name} down`, place === items.length - 1, () => swap(place, place + 1))}
                  {tool("close", `Remove ${name}`, false, () => onChange(items.filter((_, i) => i !== place)))}
                </span>
              </div>
            </div>
            {kind && kind.settings.length > 0 && (
              <div className="nested">
                {children(place, kind, choice.settings, (inner, change) =>
                  put(place, withSetting({ ...choice, kind: kind.name }, inner, change)),
                )}
              </div>
            )}
          </div>
        );
      })}
      <button
        type="button"
        className="link add"
        disabled={disabled || kinds.length === 0}
        data-testid={`add-${setting.name}`}
        onClick={() => kinds[0] && onChange([...items, fresh(kinds[0])])}
      >
        Add a {one}
      </button>
    </div>
  );
}
