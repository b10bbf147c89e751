// The search for a layer at the pointer: a name, then settings; Enter puts it there, wired.
import { useEffect, useMemo, useRef, useState } from "react";
import { placeAfter } from "../canvas/creating";
import { familyColour } from "../canvas/families";
import { CARD_WIDTH } from "../canvas/geometry";
import { layerAt } from "../canvas/lookup";
import { place } from "../canvas/verbs";
import { useStudio, useSurroundings, useView } from "../context";
import { wireShape } from "../ui/format";
import { Icon } from "../ui/Icon";
import type { Search as Where } from "../view";
import { type Found, finder, search } from "./query";

const SHOWN = 60;

export function Search({ at, screen, from, after }: Where) {
  const around = useSurroundings();
  const { studio, view, root } = around;
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const catalog = useStudio((state) => state.start?.catalog);
  const dark = useView((state) => state.theme === "dark");
  const find = useMemo(() => finder((catalog?.layers ?? []).filter((kind) => !kind.obstacle)), [catalog]);
  const found = useMemo(() => {
    const all = search(query, find);
    const fitting = from && "output" in from ? all.filter(({ kind }) => kind.ports.length > 0) : all;
    return fitting.slice(0, SHOWN);
  }, [query, find, from]);

  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  });

  function close() {
    view.setState({ search: null });
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
  }

  function pick({ kind, settings }: Found) {
    const { network } = studio.store.getState();
    const left = from && !("output" in from) ? CARD_WIDTH : 0;
    const spot = after && from ? placeAfter(network, from.node, 66) : { x: at.x - left, y: at.y - 33 };
    close();
    place(around, kind.name, spot, { end: from, settings });
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = steps[event.key];
    if (by) setChosen((old) => Math.min(Math.max(old + by, 0), found.length - 1));
    else if (event.key === "Enter") {
      const row = found[chosen];
      if (row) pick(row);
    } else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }

  return (
    <div
      className="search nowheel"
      role="dialog"
      aria-label="Add a layer"
      data-testid="search"
      style={placed(screen, root)}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) view.setState({ search: null });
      }}
    >
      <div className="search-field">
        <Icon name="search" size={14} />
        <input
          // biome-ignore lint/a11y/noAutofocus: opening the search is asking to type.
          autoFocus
          value={query}
          placeholder="Find a layer"
          aria-label="Layer, then settings"
          aria-controls="search-list"
          data-testid="search-query"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="secondary">name, then settings</span>
      </div>
      <Origin from={from} />
      <div ref={list} id="search-list" className="search-list" role="listbox" aria-label="Layers">
        {found.map((row, i) => (
          <div
            key={row.kind.name}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            className="search-row"
            title={row.kind.summary}
            data-testid={`found-${row.kind.name}`}
            onPointerMove={() => setChosen(i)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(row)}
            onKeyDown={onKeyDown}
          >
            <span className="dot" style={{ background: familyColour(row.kind.group, catalog?.groups, dark) }} />
            <Marked text={row.kind.name} part={query.trim().split(/\s+/)[0] ?? ""} />
            <span className="search-words">{row.words || row.kind.summary}</span>
          </div>
        ))}
        {found.length === 0 && <p className="search-none">No layer of this Keras is called so.</p>}
      </div>
      <p className="search-keys">
        <kbd>↑</kbd>
        <kbd>↓</kbd> choose <kbd>Enter</kbd> insert <kbd>Esc</kbd> cancel
      </p>
    </div>
  );
}

function Origin({ from }: { from: Where["from"] }) {
  const name = useStudio((state) => (from ? layerAt(state.network, from.node)?.name : undefined));
  const shape = useStudio((state) =>
    from && "output" in from ? state.report.nodes[from.node]?.outputs[from.output]?.shape : undefined,
  );
  if (!from || !name) return null;
  return (
    <p className="search-origin">
      {"output" in from ? "after" : "before"} <b>{name}</b>
      {shape ? `, which gives ${wireShape(shape)}` : ""}
    </p>
  );
}

function Marked({ text, part }: { text: string; part: string }) {
  const start = part ? text.toLowerCase().indexOf(part.toLowerCase()) : -1;
  if (start < 0) return <span className="search-name">{text}</span>;
  return (
    <span className="search-name">
      {text.slice(0, start)}
      <mark>{text.slice(start, start + part.length)}</mark>
      {text.slice(start + part.length)}
    </span>
  );
}

const SIZE = { width: 400, height: 340 };

/** Beside the pointer, and inside the studio. */
function placed(screen: Where["screen"], root: HTMLElement): React.CSSProperties {
  const canvas = root.querySelector(".canvas")?.getBoundingClientRect();
  const box = root.getBoundingClientRect();
  if (!canvas) return {};
  const x = screen.x + box.left - canvas.left;
  const y = screen.y + box.top - canvas.top;
  return {
    left: Math.max(8, Math.min(x, canvas.width - SIZE.width - 8)),
    top: Math.max(8, Math.min(y, canvas.height - SIZE.height - 8)),
  };
}
