// Places the nodes anew: as the last time, or the way that the small menu beside it asks for.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { arrange } from "../canvas/arranging";
import { useStudio, useSurroundings, useView } from "../context";
import type { Direction } from "../messages";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";

const WAYS: readonly { direction: Direction; words: string }[] = [
  { direction: "horizontal", words: "Left to right, in rows" },
  { direction: "vertical", words: "Top to bottom" },
];

export function ArrangeButton() {
  const around = useSurroundings();
  const ready = useStudio((state) => state.live && state.network.nodes.length > 0);
  const direction = useView((state) => state.direction);
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) whole.current?.querySelector<HTMLElement>("[aria-checked=true]")?.focus();
  }, [open]);

  const close = () => {
    setOpen(false);
    whole.current?.querySelector<HTMLElement>("[aria-haspopup]")?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.currentTarget, event.target, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="arrange" ref={whole}>
      <IconButton
        icon="arrange"
        label="Arrange the nodes"
        testid="arrange"
        disabled={!ready}
        onClick={() => arrange(around, direction)}
      />
      <button
        type="button"
        className="icon-button arrange-more"
        title="Choose how to arrange the nodes"
        aria-label="Choose how to arrange the nodes"
        aria-haspopup="menu"
        aria-expanded={open}
        data-testid="arrange-more"
        disabled={!ready}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron-down" />
      </button>
      {open && (
        <div
          className="popover arrange-menu"
          role="menu"
          aria-label="Arrange"
          tabIndex={-1}
          onKeyDown={press}
          onBlur={({ relatedTarget }) => whole.current?.contains(relatedTarget) || setOpen(false)}
        >
          {WAYS.map(({ direction: each, words }) => (
            <button
              key={each}
              type="button"
              role="menuitemradio"
              aria-checked={each === direction}
              data-testid={`arrange-${each}`}
              onClick={() => {
                close();
                arrange(around, each);
              }}
            >
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function step(menu: Element, from: EventTarget, key: string): void {
  const items = [...menu.querySelectorAll<HTMLElement>("[role=menuitemradio]")];
  const at = items.indexOf(from as HTMLElement) + (key === "ArrowDown" ? 1 : -1);
  items.at(at % items.length)?.focus();
}
