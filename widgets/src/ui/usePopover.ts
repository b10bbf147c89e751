// What opens beside a button: closed by Esc, by a press elsewhere, and when the focus leaves; Esc gives the focus back to the button.
import { type RefObject, useEffect, useRef, useState } from "react";

interface Popover {
  /** Around the button, which has `aria-expanded`, and what it opens. */
  whole: RefObject<HTMLDivElement | null>;
  open: boolean;
  setOpen: (open: boolean) => void;
}

export function usePopover(): Popover {
  const whole = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const element = whole.current;
    if (!open || !element) return;
    const hearing = new AbortController();
    const { signal } = hearing;
    const press = (event: Event) => {
      if (!event.composedPath().includes(element)) setOpen(false);
    };
    // Of nothing that has the focus, as while another window has it, it will come back.
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget && !element.contains(relatedTarget as Node)) setOpen(false);
    };
    const back = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      element.querySelector<HTMLElement>("[aria-expanded]")?.focus();
    };
    document.addEventListener("pointerdown", press, { capture: true, signal });
    element.addEventListener("focusout", leave, { signal });
    element.addEventListener("keydown", back, { signal });
    return () => hearing.abort();
  }, [open]);
  return { whole, open, setOpen };
}
