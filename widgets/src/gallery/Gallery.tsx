// Networks to begin with, as cards in groups. One card is in the order of the Tab key; the arrows go to the others.
import { Fragment, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { Template } from "../messages";
import { grouped, type Place, step } from "./cards";
import { Preview } from "./Preview";

interface Props {
  /** Called before a card is opened. */
  onOpen?: () => void;
  /** Whether the first card takes the focus. */
  focused?: boolean;
}

export function Gallery({ onOpen, focused = false }: Props) {
  const { studio, root } = useSurroundings();
  const templates = useStudio((state) => state.start?.templates);
  const list = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState("");
  if (!templates) return null;
  const stop = reached || templates[0]?.name;

  function open({ name }: Template) {
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    onOpen?.();
    void studio.command({ type: "open_template", name });
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const cards = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const next = cards[step(event.key, cards.indexOf(event.target as HTMLElement), cards.map(placeOf))];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows are heard for all cards at once.
    <div ref={list} className="gallery" onKeyDown={onKeyDown}>
      {grouped(templates).map(([group, members]) => (
        <Fragment key={group}>
          <h3 id={`gallery-${group}`}>{group}</h3>
          <ul aria-labelledby={`gallery-${group}`}>
            {members.map((template) => (
              <li key={template.name}>
                <button
                  type="button"
                  className="gallery-card"
                  tabIndex={template.name === stop ? 0 : -1}
                  // biome-ignore lint/a11y/noAutofocus: opening the gallery is asking to choose.
                  autoFocus={focused && template === templates[0]}
                  data-testid={`template-${template.name}`}
                  onFocus={() => setReached(template.name)}
                  onClick={() => open(template)}
                >
                  <Preview sketch={template.sketch} />
                  <b>{template.title}</b>
                  <span>{template.summary}</span>
                  <small>
                    {template.data}: {template.reaches}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  );
}

function placeOf(card: HTMLElement): Place {
  const { left, top } = card.getBoundingClientRect();
  return { left, top };
}
