// Scrolls a row of tabs to the one that is chosen, and nothing else: the page around stays where it is.
import { type RefObject, useLayoutEffect } from "react";

/** A tab beside the chosen one stays in sight, so that there is seen to be more. */
const BESIDE = 24;

export function useInSight(row: RefObject<HTMLElement | null>, chosen: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another tab to be seen.
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const settle = () => {
      const tab = element.querySelector("[role=tab][aria-selected=true]");
      if (!tab) return;
      const [room, place] = [element.getBoundingClientRect(), tab.getBoundingClientRect()];
      if (place.right > room.right) element.scrollLeft += place.right - room.right + BESIDE;
      else if (place.left < room.left) element.scrollLeft -= room.left - place.left + BESIDE;
    };
    settle();
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    return () => observer.disconnect();
  }, [row, chosen]);
}
