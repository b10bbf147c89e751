// A field for one typed value: checked while typing, kept on Enter or when it is left, taken back with Esc.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Parsed } from "./values";

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  testid?: string;
  parse: (text: string) => Parsed;
  onKeep: (parsed: Exclude<Parsed, { kind: "trouble" }>) => void;
  /** What is wrong with what is typed so far; empty when nothing is. */
  onTrouble?: (message: string) => void;
}

export function TextField(props: Props) {
  const { label, value, placeholder, disabled = false, invalid = false, describedBy, testid, parse, onKeep } = props;
  const [text, setText] = useState(value);
  const [trouble, setTrouble] = useState("");
  const reverting = useRef(false);
  const tell = (message: string) => {
    setTrouble(message);
    props.onTrouble?.(message);
  };

  useEffect(() => setText(value), [value]);

  const type = (typed: string) => {
    setText(typed);
    const parsed = typed === value ? null : parse(typed);
    tell(parsed?.kind === "trouble" ? parsed.message : "");
  };
  const keep = () => {
    if (reverting.current) {
      reverting.current = false;
      return;
    }
    if (text === value) return;
    const parsed = parse(text);
    if (parsed.kind === "trouble") {
      tell(parsed.message);
      return;
    }
    onKeep(parsed);
    setText(value);
    tell("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") keep();
    if (event.key === "Escape") {
      reverting.current = true;
      setText(value);
      tell("");
      event.currentTarget.blur();
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
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
