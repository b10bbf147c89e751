// The field of one setting, by its type.
import { useStudio } from "../context";
import type { Setting } from "../messages";
import { counted } from "../ui/format";
import { ChoiceField, type Option, Select, Toggle } from "./ChoiceField";
import { chosen, fresh, kindNamed, kindsOf, optionsOf } from "./objects";
import { type Keys, stepped } from "./steps";
import { TextField } from "./TextField";
import { isFlat, TupleField } from "./TupleField";
import { format, given, isObject, parse, placeholder } from "./values";

export type Change = { value?: unknown; reset: boolean };

interface FieldProps {
  setting: Setting;
  /** The stored value; undefined stands for the default. */
  value: unknown;
  disabled: boolean;
  invalid: boolean;
  describedBy: string | undefined;
  onChange: (change: Change) => void;
  onTrouble: (message: string) => void;
}

const NONE = "";

export type Field =
  | "toggle"
  | "choice"
  | "object"
  | "schedule"
  | "layers"
  | "number"
  | "tuple"
  | "list"
  | "text"
  | "free";

/** Which field a setting has. */
export function fieldOf(setting: Setting): Field {
  if (isLayers(setting)) return "layers";
  switch (setting.type) {
    case "boolean":
      return setting.optional ? "choice" : "toggle";
    case "choice":
    case "object":
    case "text":
    case "list":
    case "tuple":
      return setting.type;
    case "integer":
      return "number";
    case "float":
      return setting.family === "schedules" ? "schedule" : "number";
    default:
      return "free";
  }
}

export function SettingField(props: FieldProps) {
  const { setting, value, disabled, invalid, describedBy, onChange, onTrouble } = props;
  const testid = `setting-${setting.name}`;
  const current = value === undefined ? (setting.default ?? null) : value;
  const set = (next: unknown) => {
    const parsed = given(setting, next);
    onChange(parsed.kind === "value" ? { value: parsed.value, reset: false } : { reset: true });
  };
  const field = fieldOf(setting);
  if (field === "toggle") {
    return (
      <Toggle label={setting.name} on={current === true} disabled={disabled} testid={testid} onTurn={(on) => set(on)} />
    );
  }
  if (field === "choice" && !isObject(current)) {
    const said = (each: string) => (each === "True" ? true : each === "False" ? false : each);
    return (
      <ChoiceField
        label={setting.name}
        value={current === null ? NONE : format(current)}
        options={choices(setting)}
        disabled={disabled}
        muted={value === undefined && !setting.required}
        describedBy={describedBy}
        testid={testid}
        onPick={(picked) => set(picked === NONE ? null : setting.type === "boolean" ? said(picked) : picked)}
      />
    );
  }
  if (field === "layers") return <span className="secondary">{listWords(setting, current)}</span>;
  if (field === "object") return <KindSelect {...props} current={current} onPick={set} />;
  if (field === "schedule") return <Scheduled {...props} current={current} onPick={set} />;
  if (isFlat(setting, value)) {
    return (
      <TupleField
        setting={setting}
        value={value}
        disabled={disabled}
        invalid={invalid}
        testid={testid}
        onChange={onChange}
        onTrouble={onTrouble}
      />
    );
  }
  return (
    <TextField
      label={setting.name}
      value={value === undefined && !setting.required ? "" : value === null ? "None" : format(current)}
      placeholder={placeholder(setting)}
      disabled={disabled}
      invalid={invalid}
      describedBy={describedBy}
      testid={testid}
      parse={(text) => parse(setting, text)}
      {...stepping(setting)}
      onKeep={(parsed) => onChange(parsed.kind === "value" ? { value: parsed.value, reset: false } : { reset: true })}
      onTrouble={onTrouble}
    />
  );
}

/** The arrow keys change a number where a field holds one. */
function stepping(setting: Setting): { step?: (number: number, by: number, keys: Keys) => number } {
  if (setting.type !== "integer" && setting.type !== "float" && setting.type !== "tuple") return {};
  return { step: (number, by, keys) => stepped(setting, number, by, keys) };
}

type PickProps = FieldProps & { current: unknown; onPick: (value: unknown) => void };

/** One of a family's kinds; how that one is set stands in rows of its own below. */
function KindSelect({ setting, value, current, disabled, describedBy, onPick }: PickProps) {
  const catalog = useStudio((state) => state.start?.catalog);
  const kinds = kindsOf(catalog, setting.family, setting.choices);
  const choice = chosen(current);
  const known = choice && kindNamed(kinds, choice.kind);
  const options = optionsOf(kinds, choice && !known ? choice.kind : "");
  if (setting.optional || choice === null) options.unshift({ value: NONE, title: "None" });
  const pick = (name: string) => {
    const kind = kinds.find((each) => each.name === name);
    onPick(name === NONE ? null : kind ? fresh(kind) : name);
  };
  return (
    <Select
      label={setting.name}
      value={known?.name ?? choice?.kind ?? NONE}
      options={options}
      disabled={disabled}
      muted={value === undefined && !setting.required}
      describedBy={describedBy}
      testid={`setting-${setting.name}`}
      onPick={pick}
    />
  );
}

/** Whether a setting is a list of layers, each of them set in a form of its own. */
export function isLayers(setting: Setting): boolean {
  return setting.type === "list" && Boolean(setting.family);
}

function listWords(setting: Setting, value: unknown): string {
  return counted(Array.isArray(value) ? value.length : 0, setting.name.replace(/s$/, ""));
}

/** A number, or a schedule that gives one for each step. */
function Scheduled(props: PickProps) {
  const { setting, current, disabled, onPick } = props;
  const catalog = useStudio((state) => state.start?.catalog);
  const kinds = kindsOf(catalog, "schedules");
  const choice = chosen(current);
  const constant = { ...setting, family: null };
  const pick = (name: string) => {
    const kind = kinds.find((each) => each.name === name);
    onPick(kind ? { kind: kind.name, settings: chosen(fresh(kind))?.settings ?? {} } : (setting.default ?? 0.001));
  };
  const options = [
    { value: NONE, title: "constant" },
    ...kinds.map((kind) => ({ value: kind.name, title: kind.name })),
  ];
  return (
    <div className="tuple">
      {!choice && <SettingField {...props} setting={constant} />}
      <Select
        label={`schedule of ${setting.name}`}
        value={choice?.kind ?? NONE}
        options={options}
        disabled={disabled}
        testid={`setting-${setting.name}-schedule`}
        onPick={pick}
      />
    </div>
  );
}

function choices(setting: Setting): Option[] {
  const named = setting.type === "boolean" ? ["True", "False"] : (setting.choices ?? []);
  const options = named.map((each) => ({ value: each, title: each }));
  const none = (setting.default ?? null) === null ? "default" : "None";
  return setting.optional ? [{ value: NONE, title: none }, ...options] : options;
}
