// What can be done with the source: with training or without, copied, put into a cell.
import { useEffect, useState } from "react";
import { insertCell, takesCells } from "../cells";
import { useSurroundings } from "../context";
import { Icon } from "../ui/Icon";

const SHOWN = 1_600;

interface Props {
  text: string | null;
  training: boolean;
  onTraining: (training: boolean) => void;
}

export function CodeControls({ text, training, onTraining }: Props) {
  const { studio, root } = useSurroundings();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (text === null) return;
    const done = (await written(text)) || writtenBySelection(root, text);
    setCopied(done);
    if (!done) studio.notify("error", "This browser does not let pages copy. Select the code and press Ctrl+C.");
  };
  const insert = () => {
    if (text === null) return;
    const host = (root.getRootNode() as ShadowRoot).host;
    insertCell(studio.model, text.trimEnd(), host);
  };
  const inNotebook = takesCells(studio.model);
  return (
    <>
      <label title="compile and fit, with the settings of the training panel">
        <input
          type="checkbox"
          checked={training}
          data-testid="code-training"
          onChange={(event) => onTraining(event.target.checked)}
        />
        <span>With training code</span>
      </label>
      <button
        type="button"
        className="button"
        title="Copy this code"
        disabled={text === null}
        data-testid="code-copy"
        onClick={copy}
      >
        <Icon name={copied ? "check" : "copy"} size={14} />
        <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
      </button>
      <button
        type="button"
        className="button"
        disabled={text === null || !inNotebook}
        title={inNotebook ? "Put this code into a new cell below" : "Only in a notebook of JupyterLab"}
        data-testid="code-insert"
        onClick={insert}
      >
        <Icon name="plus" size={14} />
        <span>Insert as cell</span>
      </button>
    </>
  );
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** For pages without a clipboard of their own, as those that came without encryption. */
function writtenBySelection(root: HTMLElement, text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  root.append(area);
  const before = (root.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
