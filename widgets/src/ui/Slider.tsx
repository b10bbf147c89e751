// A number on a track: followed while it is dragged, and told when it is let go.
import { useEffect, useId, useRef, useState } from "react";

interface Props {
  label: string;
  value: number;
  low: number;
  high: number;
  step: number;
  disabled: boolean;
  testid: string;
  words: (value: number) => string;
  onDone: (value: number) => void;
}

export function Slider({ label, value, low, high, step, disabled, testid, words, onDone }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(onDone);
  done.current = onDone;
  const [draft, setDraft] = useState<number | null>(null);
  const shown = draft ?? value;

  // React hears of every move and not of the release, which is the browser's own `change`.
  useEffect(() => {
    const element = input.current;
    const released = () => {
      setDraft(null);
      done.current(Number(element?.value));
    };
    element?.addEventListener("change", released);
    return () => element?.removeEventListener("change", released);
  }, []);

  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id} data-testid={`${testid}-words`}>
        {words(shown)}
      </output>
      <input
        ref={input}
        id={id}
        type="range"
        min={low}
        max={high}
        step={step}
        value={shown}
        disabled={disabled}
        aria-valuetext={words(shown)}
        data-testid={testid}
        onChange={(event) => setDraft(Number(event.target.value))}
      />
    </div>
  );
}
