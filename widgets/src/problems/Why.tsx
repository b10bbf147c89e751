// What stands behind a problem, where it is shown: the reason and an example before and after, asked of the kernel when it is opened.
import { useId, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { Answer, Explanation } from "../messages";

/** What was asked before: codes mean the same in every drawing. */
const known = new Map<string, Explanation>();

export interface Why {
  open: boolean;
  id: string;
  explanation: Explanation | null;
  toggle: () => void;
}

export function useWhy(code: string): Why {
  const { studio } = useSurroundings();
  const [open, setOpen] = useState(false);
  const [explanation, setExplanation] = useState(known.get(code) ?? null);
  const id = useId();
  const toggle = async () => {
    setOpen(!open);
    if (open || explanation) return;
    const answered = await studio.command<Extract<Answer, { type: "explained" }>>({ type: "explain", code });
    const found = answered?.answer.explanation ?? null;
    if (found) known.set(code, found);
    setExplanation(found);
    if (!found) setOpen(false);
  };
  return { open, id, explanation, toggle };
}

export function WhyButton({ why, testid }: { why: Why; testid: string }) {
  const live = useStudio((state) => state.live);
  if (!live && !why.explanation) return null;
  return (
    <button
      type="button"
      className="link"
      aria-expanded={why.open}
      aria-controls={why.open ? why.id : undefined}
      data-testid={testid}
      onClick={why.toggle}
    >
      Why?
    </button>
  );
}

export function WhyText({ why }: { why: Why }) {
  const { explanation } = why;
  if (!why.open || !explanation) return null;
  return (
    <section className="why" id={why.id} aria-label={explanation.title} data-testid="why">
      <h4>{explanation.title}</h4>
      {explanation.why.map((paragraph) => (
        <p key={paragraph}>
          <Prose text={paragraph} />
        </p>
      ))}
      {explanation.before && (
        <div className="why-example">
          <Example title="Example" code={explanation.before} />
          {explanation.after && <Example title={explanation.cure || "Better"} code={explanation.after} />}
        </div>
      )}
    </section>
  );
}

function Example({ title, code }: { title: string; code: string }) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <pre className="mono">{code}</pre>
    </figure>
  );
}

/** Text in which words between backticks are code. */
function Prose({ text }: { text: string }) {
  return text.split("`").map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never change places.
      <code className="mono" key={i}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
