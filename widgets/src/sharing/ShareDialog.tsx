// The drawing as text: network, data, training and their seeds in some lines, to be copied; and the way back.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { count } from "../ui/format";
import { IconButton } from "../ui/IconButton";
import { keepTab, useModal } from "../ui/useModal";
import { openText, textOf } from "./text";

export function ShareDialog() {
  const open = useView((state) => state.sharing);
  const live = useStudio((state) => state.live);
  return open && live ? <Shared /> : null;
}

function Shared() {
  const around = useSurroundings();
  const { view, root } = around;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [given, setGiven] = useState("");
  const [said, setSaid] = useState("");
  const [trouble, setTrouble] = useState("");
  useModal(field, root);
  useEffect(() => {
    textOf(around).then(setText, (error: Error) => setSaid(error.message));
  }, [around]);

  const close = () => view.setState({ sharing: false });
  const copy = async () => {
    field.current?.select();
    // Browsers refuse the clipboard outside of https and localhost: the text is selected all the same.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(copied ? "Copied." : "Press Ctrl+C: it is selected.");
  };
  const put = async () => {
    const refused = await openText(around, given);
    if (refused) setTrouble(refused);
    else close();
  };
  return (
    <div className="dialog-ground" role="presentation" onPointerDown={(e) => e.target === e.currentTarget && close()}>
      <div
        className="dialog share-dialog"
        role="dialog"
        aria-modal="true"
        aria-label="Share as text"
        data-testid="share-dialog"
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          keepTab(event);
        }}
      >
        <div className="dialog-head">
          <h2>Share as text</h2>
          <IconButton icon="close" label="Close" keys="Esc" testid="share-close" onClick={close} />
        </div>
        <p className="secondary">
          The network, its data and its training with their seeds, without weights. Whoever pastes it on a canvas has
          the same drawing.
        </p>
        <textarea
          ref={field}
          className="field share-text"
          aria-label="This drawing as text"
          readOnly
          value={text}
          data-testid="share-text"
          onFocus={(event) => event.target.select()}
        />
        <div className="row-end">
          <span className="secondary" aria-live="polite">
            {said || (text && `${count(text.length)} letters`)}
          </span>
          <button
            type="button"
            className="button primary"
            disabled={text === ""}
            data-testid="share-copy"
            onClick={() => void copy()}
          >
            Copy
          </button>
        </div>
        <textarea
          className="field share-text"
          aria-label="A text to open"
          placeholder="Paste a text here to open it"
          value={given}
          aria-invalid={trouble !== ""}
          data-testid="share-given"
          onChange={(event) => {
            setGiven(event.target.value);
            setTrouble("");
          }}
        />
        {trouble && (
          <p className="in-error" role="alert">
            {trouble}
          </p>
        )}
        <div className="row-end">
          <button
            type="button"
            className="button"
            disabled={given.trim() === ""}
            data-testid="share-open"
            onClick={() => void put()}
          >
            Open
          </button>
        </div>
      </div>
    </div>
  );
}
