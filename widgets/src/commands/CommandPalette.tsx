// What can be done, found by its name; or a node or a note, found by its own. Enter does it, or goes there.
import Fuse from "fuse.js";
import { useEffect, useMemo, useRef, useState } from "react";
import { show } from "../blocks/going";
import { outsideOf } from "../blocks/level";
import type { Tools } from "../canvas/shortcuts";
import { useSurroundings, useView } from "../context";
import { Finder, Option } from "../search/Finder";
import { commands } from "./commands";
import { spots } from "./places";

const SHOWN = 50;

interface Row {
  key: string;
  name: string;
  beside: string;
  keys: string;
  run(): void;
}

export function CommandPalette({ tools }: { tools: Tools }) {
  const asked = useView((state) => state.asking);
  return asked && <Open key={asked} asked={asked} tools={tools} />;
}

function Open({ asked, tools }: { asked: "commands" | "nodes"; tools: Tools }) {
  const { view, studio, root } = useSurroundings();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo((): Row[] => {
    if (asked === "commands") {
      return commands().map(({ name, keys, run }) => ({
        key: `${name} ${keys}`,
        name,
        beside: "",
        keys,
        run: () => run(tools),
      }));
    }
    const { network } = outsideOf(studio).store.getState();
    return spots(network).map(({ id, name, kind, inside }) => ({
      key: id,
      name,
      beside: inside ? `${kind} in ${inside}` : kind,
      keys: "",
      run: () => {
        show(view, id);
        view.setState({ centred: { node: id.split("/").at(-1) ?? id } });
      },
    }));
  }, [asked, tools, studio, view]);
  const fuse = useMemo(
    () => new Fuse(rows, { keys: ["name", { name: "beside", weight: 0.4 }], threshold: 0.4, ignoreLocation: true }),
    [rows],
  );
  const found = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    if (!wanted) return rows.slice(0, SHOWN);
    const begins = rows.filter((row) => row.name.toLowerCase().startsWith(wanted));
    return [...new Set([...begins, ...fuse.search(wanted).map(({ item }) => item)])].slice(0, SHOWN);
  }, [query, rows, fuse]);

  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  });

  function close() {
    view.setState({ asking: null });
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
  }

  function pick(row: Row | undefined) {
    if (!row) return;
    close();
    row.run();
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) setChosen((old) => Math.min(Math.max(old + by, 0), found.length - 1));
    else if (event.key === "Enter") pick(found[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.nativeEvent.stopPropagation();
  }

  const nodes = asked === "nodes";
  return (
    <Finder
      label={nodes ? "Find a node or a note" : "Commands"}
      testid="command-palette"
      className="command-palette"
      field={{
        query,
        label: nodes ? "Name or kind of a node, or what a note says" : "Name of a command",
        placeholder: nodes ? "Find a node or a note" : "What is to be done?",
        testid: "command-query",
        lists: "command-list",
        chosen: found[chosen] ? `command-${chosen}` : undefined,
        onChange: (typed) => {
          setQuery(typed);
          setChosen(0);
        },
        onKeyDown,
      }}
      onClose={() => view.setState({ asking: null })}
    >
      <div
        ref={list}
        id="command-list"
        className="search-list"
        role="listbox"
        aria-label={nodes ? "Nodes and notes" : "Commands"}
      >
        {found.map((row, i) => (
          <Option
            key={row.key}
            id={`command-${i}`}
            chosen={i === chosen}
            onPoint={() => setChosen(i)}
            onPick={() => pick(row)}
          >
            <span className="search-name">{row.name}</span>
            <span className="search-words">{row.beside}</span>
            {row.keys && <kbd>{row.keys}</kbd>}
          </Option>
        ))}
        {found.length === 0 && (
          <p className="search-none">{nodes ? "No node or note is called so." : "No command is called so."}</p>
        )}
      </div>
    </Finder>
  );
}
