// A text in a table that a press turns into a field: Enter and leaving it keep what is written, Esc what was there.
import { useEffect, useRef, useState } from "react";

interface Props {
  value: string;
  what: string;
  testid: string;
  /** Gives why it is refused; an empty text when it is not. */
  onChange: (text: string) => Promise<string>;
}

export function EditCell({ value, what, testid, onChange }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [trouble, setTrouble] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const writing = text !== null;
  const focused = useRef(false);
  useEffect(() => {
    if (writing) {
      field.current?.focus();
      field.current?.select();
    } else if (focused.current) button.current?.focus();
  }, [writing]);

  const close = () => {
    // Whoever went elsewhere while the answer was under way is not called back.
    focused.current = field.current?.matches(":focus") ?? false;
    setText(null);
  };

  const keep = async () => {
    if (text === null) return;
    const refused = text === value ? "" : await onChange(text);
    setTrouble(refused);
    if (!refused) close();
  };
  if (!writing)
    return (
      <button
        ref={button}
        type="button"
        className={value ? "edit-cell" : "edit-cell secondary"}
        title={value ? `${value}\n${what}: press to change it` : what}
        aria-label={`${what}: ${value || "none"}`}
        data-testid={testid}
        onClick={() => setText(value)}
      >
        {value || "—"}
      </button>
    );
  return (
    <input
      ref={field}
      className="field"
      value={text}
      aria-label={what}
      aria-invalid={trouble !== ""}
      title={trouble || what}
      data-testid={testid}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => void keep()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") void keep();
        if (event.key === "Escape") {
          setTrouble("");
          close();
        }
      }}
    />
  );
}
