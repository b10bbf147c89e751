// The row above the panels: their tabs, a menu of those without room, the controls of the one that is open.
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from "react";
import { flushSync } from "react-dom";
import { useSurroundings, useView } from "../context";
import { IconButton } from "../ui/IconButton";
import type { DockTab } from "../view";
import { Amount, useCounts } from "./counts";
import { FoldingControls } from "./FoldingControls";
import { APART, beginsGroup, fitted } from "./fitting";
import { MoreTabs } from "./MoreTabs";
import { TABS } from "./tabs";
import { useMeasures } from "./useMeasures";

/** `controls` are those of the open panel, if it has any. */
export function Strip({ controls }: { controls: { label: string; parts: ReactNode } | null }) {
  const { view } = useSurroundings();
  const tab = useView((state) => state.dock);
  const open = useView((state) => state.dockOpen);
  const counts = useCounts();
  const row = useRef<HTMLDivElement>(null);
  const measures = useMeasures(row, `${open} ${tab}`);
  const { shown, more, folded } = useMemo(() => fitted(TABS, tab, measures), [tab, measures]);
  // The drawing may hide the tab that is open.
  const stop = shown.some(({ name }) => name === tab) ? tab : shown[0]?.name;
  const show = (next: DockTab) => view.setState({ dock: next, dockOpen: true });
  const goTo = (next: DockTab) => {
    // A tab out of the menu is in the row only then.
    flushSync(() => show(next));
    row.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const tabs = TABS.filter((each) => shown.includes(each) || more.includes(each));
    const at = tabs.findIndex(({ name }) => name === tab);
    const goals: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const goal = goals[event.key];
    const next = goal === undefined ? undefined : tabs.at(goal % tabs.length)?.name;
    if (!next) return;
    event.preventDefault();
    goTo(next);
  };
  return (
    <div className="dock-strip">
      <div ref={row} className="dock-row">
        <div
          className="tabs"
          role="tablist"
          aria-label="Panels"
          style={{ "--apart": `${APART}px` } as React.CSSProperties}
          onKeyDown={move}
        >
          {TABS.map((each) => {
            const { name, title } = each;
            const at = shown.indexOf(each);
            const begins = at >= 0 && beginsGroup(each, shown[at - 1]);
            return (
              <button
                key={name}
                type="button"
                role="tab"
                id={`tab-${name}`}
                className={at < 0 ? "unfit" : begins ? "apart" : undefined}
                aria-selected={open && tab === name}
                aria-controls="dock-panel"
                tabIndex={stop === name ? 0 : -1}
                data-tab={name}
                data-testid={at < 0 ? undefined : `dock-${name}`}
                onClick={() => show(name)}
              >
                <span className="tab-title" data-title={title}>
                  {title}
                </span>
                <Amount all={counts[name]} />
              </button>
            );
          })}
        </div>
        <MoreTabs tabs={more} counts={counts} choose={goTo} />
        {controls && (
          <FoldingControls key={tab} label={controls.label} folded={folded}>
            {controls.parts}
          </FoldingControls>
        )}
      </div>
      <IconButton
        icon={open ? "chevron-down" : "chevron-up"}
        label={open ? "Fold this panel" : "Open this panel"}
        testid="dock-fold"
        onClick={() => view.setState({ dockOpen: !open })}
      />
    </div>
  );
}
