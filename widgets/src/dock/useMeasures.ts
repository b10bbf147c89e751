// How wide the parts of the dock's row are by themselves, as they change.
import { type RefObject, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { DockTab } from "../view";
import type { Measures } from "./fitting";

const MORE = ".dock-more";
const CONTROLS = ".dock-controls";

/**
 * What is folded away is not seen and has its width all the same: so no fitting changes what is measured, and the row comes to rest.
 * `shown` tells one set of controls from another.
 */
export function useMeasures(row: RefObject<HTMLElement | null>, shown: string): Measures | null {
  const [measures, setMeasures] = useState<Measures | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other controls are to be measured.
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const measure = () => setMeasures((old) => measured(element, old));
    measure();
    // At once, and before the browser paints what has no room.
    const observer = new ResizeObserver(() => flushSync(measure));
    for (const part of [element, ...element.querySelectorAll(`[role=tab], ${MORE}, ${CONTROLS}`)])
      observer.observe(part);
    return () => observer.disconnect();
  }, [row, shown]);
  return measures;
}

function measured(row: HTMLElement, old: Measures | null): Measures | null {
  const widthOf = (part: Element | null) => part?.getBoundingClientRect().width ?? 0;
  const room = row.clientWidth;
  // A studio that is out of sight is measured when it comes back.
  if (room === 0) return old;
  const tabs = new Map<DockTab, number>();
  for (const tab of row.querySelectorAll<HTMLElement>("[role=tab]")) tabs.set(tab.dataset.tab as DockTab, widthOf(tab));
  const part = row.querySelector(CONTROLS);
  // Opened above the row, they stand in a column.
  const controls = part?.classList.contains("opened") ? (old?.controls ?? 0) : widthOf(part);
  const next = { room, tabs, more: widthOf(row.querySelector(MORE)), controls };
  return old && isSame(old, next) ? old : next;
}

function isSame(one: Measures, other: Measures): boolean {
  return (
    one.room === other.room &&
    one.more === other.more &&
    one.controls === other.controls &&
    [...one.tabs].every(([name, width]) => other.tabs.get(name) === width)
  );
}
