// One tab stop for a long list of buttons: the arrows lead through it, and Tab comes back to where one was.
import { type RefObject, useLayoutEffect } from "react";

/** Let only one button of a list be a tab stop: the one that had the focus last, or else the first. */
export function useRoving(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    let current: HTMLElement | null = null;
    const settle = () => {
      const stops = [...element.querySelectorAll<HTMLElement>("button")];
      const stop = current && stops.includes(current) ? current : stops[0];
      for (const each of stops) each.tabIndex = each === stop ? 0 : -1;
    };
    const follow = (event: FocusEvent) => {
      if (event.target instanceof HTMLButtonElement) current = event.target;
      settle();
    };
    const observer = new MutationObserver(settle);
    observer.observe(element, { childList: true, subtree: true });
    element.addEventListener("focusin", follow);
    settle();
    return () => {
      observer.disconnect();
      element.removeEventListener("focusin", follow);
    };
  }, [list]);
}

/** Move the focus to the button so many further in a list, at most to its end. */
export function stepIn(list: HTMLElement, selector: string, by: number): void {
  const stops = [...list.querySelectorAll<HTMLElement>(selector)];
  const { activeElement } = list.getRootNode() as Document | ShadowRoot;
  const here = stops.indexOf(activeElement as HTMLElement);
  stops[Math.min(Math.max(here + by, 0), stops.length - 1)]?.focus();
}
