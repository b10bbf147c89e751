// The focus of a dialog that is answered before anything else: held inside while it is open, given back when it closes.
import { type KeyboardEvent, type RefObject, useEffect } from "react";

const STOPS = "a[href], button, input, select, textarea, [tabindex='0']";

/** Give the focus to a field of a dialog, and back to where it was when the dialog goes, unless something else has it. */
export function useModal(first: RefObject<HTMLElement | null>, root: HTMLElement): void {
  useEffect(() => {
    const before = (root.getRootNode() as ShadowRoot).activeElement;
    first.current?.focus();
    return () => {
      if ((root.getRootNode() as ShadowRoot).activeElement) return;
      const back = before instanceof HTMLElement && before.isConnected ? before : root;
      back.focus({ preventScroll: true });
    };
  }, [first, root]);
}

/** Keep Tab inside of the element that hears the key. */
export function keepTab(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Tab") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)].filter(
    (each) => !each.matches(":disabled, [tabindex='-1']") && each.checkVisibility(),
  );
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (event.target !== from && event.target !== event.currentTarget) return;
  event.preventDefault();
  to?.focus();
}
