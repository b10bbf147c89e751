// A panel's controls at the end of the row, or, where they find no room there, in a column above a button.
import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "../ui/Icon";
import { usePopover } from "../ui/usePopover";

interface Props {
  label: string;
  folded: boolean;
  children: ReactNode;
}

export function FoldingControls({ label, folded, children }: Props) {
  const { whole, open, setOpen } = usePopover();
  const controls = useRef<HTMLFieldSetElement>(null);
  const opened = folded && open;
  useEffect(() => {
    if (!opened) return;
    const first = controls.current?.querySelector<HTMLElement>("input:enabled, button:enabled");
    (first ?? controls.current)?.focus();
  }, [opened]);
  useEffect(() => {
    if (!folded) setOpen(false);
  }, [folded, setOpen]);
  return (
    <div ref={whole} className="dock-fold-controls">
      {folded && (
        <button
          type="button"
          className="icon-button"
          title={label}
          aria-label={label}
          aria-expanded={open}
          data-testid="dock-controls"
          onClick={() => setOpen(!open)}
        >
          <Icon name="sliders" />
        </button>
      )}
      <fieldset
        ref={controls}
        className={opened ? "dock-controls opened popover rising" : folded ? "dock-controls unfit" : "dock-controls"}
        aria-label={label}
        tabIndex={opened ? -1 : undefined}
      >
        {children}
      </fieldset>
    </div>
  );
}

/** A control's word, and what it says where there is room for all of it. */
export function Words({ brief, full }: { brief: string; full: string }) {
  return (
    <>
      <span className="brief">{brief}</span>
      <span className="full">{full}</span>
    </>
  );
}
