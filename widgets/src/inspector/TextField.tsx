// A field for one typed value: checked while typing, kept on Enter or when it is left, taken back with Esc.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Keys } from "./steps";
import { format, numeral, type Parsed } from "./values";

/** So long after the last press of an arrow key a number is kept, in milliseconds. */
const SETTLED = 350;

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  testid?: string;
  parse: (text: string) => Parsed;
  /** What the arrow keys make of the number in the field; without it they move the cursor. */
  step?: (number: number, by: number, keys: Keys) => number;
  onKeep: (parsed: Exclude<Parsed, { kind: "trouble" }>) => void;
  /** What is wrong with what is typed so far; empty when nothing is. */
  onTrouble?: (message: string) => void;
}

export function TextField(props: Props) {
  const { label, value, placeholder, disabled = false, invalid = false, describedBy, testid, parse, onKeep } = props;
  const [text, setText] = useState(value);
  const [trouble, setTrouble] = useState("");
  const reverting = useRef(false);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = (message: string) => {
    setTrouble(message);
    props.onTrouble?.(message);
  };

  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(settling.current), []);

  const type = (typed: string) => {
    setText(typed);
    const parsed = typed === value ? null : parse(typed);
    tell(parsed?.kind === "trouble" ? parsed.message : "");
  };
  const keep = (typed = text) => {
    clearTimeout(settling.current);
    if (reverting.current) {
      reverting.current = false;
      return;
    }
    if (typed === value) return;
    const parsed = parse(typed);
    if (parsed.kind === "trouble") {
      tell(parsed.message);
      return;
    }
    onKeep(parsed);
    setText(value);
    tell("");
  };
  const move = (event: KeyboardEvent<HTMLInputElement>, by: number) => {
    const number = numeral(text.trim() || placeholder || "");
    if (!props.step || number === undefined) return;
    event.preventDefault();
    const next = format(props.step(number, by, event));
    type(next);
    clearTimeout(settling.current);
    settling.current = setTimeout(() => keep(next), SETTLED);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") keep();
    if (event.key === "ArrowUp" || event.key === "ArrowDown") move(event, event.key === "ArrowUp" ? 1 : -1);
    if (event.key === "Escape") {
      clearTimeout(settling.current);
      reverting.current = true;
      setText(value);
      tell("");
      // Not to the page, where the next key would be the notebook's.
      const canvas = event.currentTarget.closest(".root")?.querySelector<HTMLElement>(".canvas");
      if (canvas) canvas.focus({ preventScroll: true });
      else event.currentTarget.blur();
    }
  };
  return (
    <input
      className="field"
      type="text"
      aria-label={label}
      aria-invalid={invalid || trouble !== ""}
      aria-describedby={describedBy}
      value={text}
      placeholder={placeholder}
      disabled={disabled}
      spellCheck={false}
      autoComplete="off"
      data-testid={testid}
      onChange={(event) => type(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => keep()}
      onKeyDown={onKeyDown}
    />
  );
}
