// Which controls whoever opens the drawing sees: chosen by the teacher, kept in the document.
import { useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { IconButton } from "../ui/IconButton";
import { keepTab, useModal } from "../ui/useModal";
import { CONTROLS } from "./controls";

export function HidingDialog() {
  const open = useView((state) => state.hiding);
  const live = useStudio((state) => state.live);
  return open && live ? <Choices /> : null;
}

function Choices() {
  const { studio, view, root } = useSurroundings();
  const told = useStudio((state) => state.hidden);
  // What the kernel says of an earlier click may come after a later one: here only clicks count.
  const [hidden, setHidden] = useState(told);
  const first = useRef<HTMLDivElement>(null);
  useModal(first, root);
  const close = () => view.setState({ hiding: false });
  const hide = (controls: string[]) => {
    setHidden(controls);
    studio.store.setState({ hidden: controls });
    void studio.command({ type: "hide_controls", controls });
  };
  const toggle = (name: string) =>
    hide(hidden.includes(name) ? hidden.filter((each) => each !== name) : [...hidden, name]);
  return (
    <div className="dialog-ground" role="presentation" onPointerDown={(e) => e.target === e.currentTarget && close()}>
      <div
        ref={first}
        className="dialog hiding-dialog"
        tabIndex={-1}
        role="dialog"
        aria-modal="true"
        aria-label="Hide controls"
        data-testid="hiding-dialog"
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          keepTab(event);
        }}
      >
        <div className="dialog-head">
          <h2>Hide controls</h2>
          <IconButton icon="close" label="Close" keys="Esc" testid="hiding-close" onClick={close} />
        </div>
        <p className="secondary">
          What is not ticked is hidden from whoever opens this drawing. Keys and Python still reach it.
        </p>
        <div className="hiding-groups">
          {CONTROLS.map((group) => (
            <fieldset key={group.title}>
              <legend>{group.title}</legend>
              {group.controls.map(({ name, title }) => (
                <label key={name} className="check">
                  <input
                    type="checkbox"
                    checked={!hidden.includes(name)}
                    data-testid={`show-${name}`}
                    onChange={() => toggle(name)}
                  />
                  {title}
                </label>
              ))}
            </fieldset>
          ))}
        </div>
        <div className="row-end">
          <button type="button" className="button" data-testid="show-all" onClick={() => hidden.length > 0 && hide([])}>
            Show all
          </button>
        </div>
      </div>
    </div>
  );
}
