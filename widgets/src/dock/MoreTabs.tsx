// The menu of the panels whose tabs find no room in the row.
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Icon } from "../ui/Icon";
import { usePopover } from "../ui/usePopover";
import type { DockTab } from "../view";
import { Amount, type Counts } from "./counts";
import type { Tab } from "./tabs";

interface Props {
  tabs: readonly Tab[];
  counts: Counts;
  choose: (name: DockTab) => void;
}

export function MoreTabs({ tabs, counts, choose }: Props) {
  const { whole, open, setOpen } = usePopover();
  const menu = useRef<HTMLDivElement>(null);
  const first = useRef(0);
  const none = tabs.length === 0;
  useEffect(() => {
    if (none) setOpen(false);
  }, [none, setOpen]);
  useEffect(() => {
    if (open) itemsOf(menu.current).at(first.current)?.focus();
  }, [open]);
  const show = (at: number) => {
    first.current = at;
    setOpen(true);
  };
  const press = (event: KeyboardEvent) => {
    const items = itemsOf(menu.current);
    const at = items.indexOf(event.target as HTMLElement);
    const goals: Record<string, number> = { ArrowDown: (at + 1) % items.length, ArrowUp: at - 1, Home: 0, End: -1 };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    items.at(goal)?.focus();
  };
  return (
    <div ref={whole} className={none ? "dock-more unfit" : "dock-more"}>
      <button
        type="button"
        className="dock-more-button"
        title="More panels"
        aria-haspopup="menu"
        aria-expanded={open}
        data-testid="dock-more"
        onClick={() => (open ? setOpen(false) : show(0))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          show(event.key === "ArrowDown" ? 0 : -1);
        }}
      >
        More
        <Amount all={tabs.flatMap(({ name }) => counts[name] ?? [])} />
        <Icon name={open ? "chevron-down" : "chevron-up"} size={12} />
      </button>
      {open && !none && (
        <div
          ref={menu}
          className="popover rising menu"
          role="menu"
          aria-label="More panels"
          tabIndex={-1}
          onKeyDown={press}
        >
          {tabs.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              role="menuitem"
              tabIndex={-1}
              data-testid={`dock-${name}`}
              onClick={() => {
                setOpen(false);
                choose(name);
              }}
            >
              {title}
              <Amount all={counts[name]} />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}
