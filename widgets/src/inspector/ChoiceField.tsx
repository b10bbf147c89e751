// A choice among a few: side by side up to three, else in a list. And the switch of a yes or no.

export interface Option {
  value: string;
  title: string;
  /** The heading it stands under in a list. */
  group?: string;
}

interface Props {
  label: string;
  value: string;
  options: readonly Option[];
  disabled?: boolean;
  /** Whether the value is the default, which is shown in grey. */
  muted?: boolean;
  describedBy?: string | undefined;
  testid?: string;
  onPick: (value: string) => void;
}

const SIDE_BY_SIDE = 3;
/** So many letters have room in all, were each word as long as the longest. */
const LETTERS = 18;

export function ChoiceField(props: Props) {
  const { options } = props;
  const longest = Math.max(0, ...options.map((option) => option.title.length));
  const fits = options.length <= SIDE_BY_SIDE && options.length * longest <= LETTERS;
  return fits ? <Segments {...props} /> : <Select {...props} />;
}

export function Select({ label, value, options, disabled = false, muted, describedBy, testid, onPick }: Props) {
  const groups = [...new Set(options.map((option) => option.group ?? ""))];
  const item = (option: Option) => (
    <option key={option.value} value={option.value}>
      {option.title}
    </option>
  );
  return (
    <select
      className={muted ? "field muted" : "field"}
      aria-label={label}
      aria-describedby={describedBy}
      value={value}
      disabled={disabled}
      data-testid={testid}
      onChange={(event) => onPick(event.target.value)}
    >
      {groups.map((group) => {
        const items = options.filter((option) => (option.group ?? "") === group).map(item);
        return group === "" ? (
          items
        ) : (
          <optgroup key={group} label={group}>
            {items}
          </optgroup>
        );
      })}
    </select>
  );
}

function Segments({ label, value, options, disabled = false, muted, describedBy, testid, onPick }: Props) {
  return (
    <div
      className={muted ? "segments muted" : "segments"}
      role="radiogroup"
      aria-label={label}
      aria-describedby={describedBy}
      data-testid={testid}
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: buttons side by side, one of them chosen; a radio input can't look so.
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          disabled={disabled}
          onClick={() => option.value !== value && onPick(option.value)}
        >
          {option.title}
        </button>
      ))}
    </div>
  );
}

interface ToggleProps {
  label: string;
  on: boolean;
  disabled?: boolean;
  testid?: string;
  onTurn: (on: boolean) => void;
}

export function Toggle({ label, on, disabled = false, testid, onTurn }: ToggleProps) {
  return (
    <button
      type="button"
      className="toggle"
      role="switch"
      aria-label={label}
      aria-checked={on}
      disabled={disabled}
      data-testid={testid}
      onClick={() => onTurn(!on)}
    />
  );
}
