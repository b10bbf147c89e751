// The palette where the studio is narrow: a dot and a short word a family.
import { type KeyboardEvent, useRef } from "react";
import { familyColour } from "../canvas/families";
import { useView } from "../context";
import type { Group } from "../messages";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { stepIn, useRoving } from "../ui/useRoving";

const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowUp: -1, ArrowDown: 1 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

interface Props {
  groups: readonly Group[];
  open: string | null;
  onOpen: (group: string | null) => void;
  onSearch: () => void;
  onWiden: (() => void) | null;
}

export function Rail({ groups, open, onOpen, onSearch, onWiden }: Props) {
  const dark = useView((state) => state.theme === "dark");
  const list = useRef<HTMLUListElement>(null);
  useRoving(list);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    stepIn(event.currentTarget, "button", by);
  };
  return (
    <nav className="rail" aria-label="Layers by family" data-testid="rail">
      <button type="button" className="rail-search" title="Find a layer" aria-label="Find a layer" onClick={onSearch}>
        <Icon name="search" />
      </button>
      <ul ref={list} onKeyDown={onKeyDown}>
        {groups.map((group) => (
          <li key={group.name}>
            <button
              type="button"
              className={open === group.name ? "rail-group open" : "rail-group"}
              title={group.name}
              aria-label={`${group.short}: ${group.name}`}
              aria-expanded={open === group.name}
              data-testid={`rail-${group.name}`}
              onClick={() => onOpen(open === group.name ? null : group.name)}
            >
              {group.light === "" ? (
                <span className="dot hollow" />
              ) : (
                <span className="dot" style={{ background: familyColour(group.name, [group], dark) }} />
              )}
              {group.short}
            </button>
          </li>
        ))}
      </ul>
      {onWiden && (
        <span className="rail-foot">
          <IconButton icon="chevron-right" label="Widen the palette" testid="palette-widen" onClick={onWiden} />
        </span>
      )}
    </nav>
  );
}
