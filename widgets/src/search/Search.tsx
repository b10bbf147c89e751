// The search for a layer at the pointer: a name, then settings; Enter puts it there, wired.
import { useReactFlow } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { placeAfter } from "../canvas/creating";
import { CARD_WIDTH } from "../canvas/geometry";
import { edgesFrom, layerAt } from "../canvas/lookup";
import { glide } from "../canvas/motion";
import { grant, putBetween } from "../canvas/verbs";
import { useStudio, useSurroundings } from "../context";
import type { Edge } from "../messages";
import { wireShape } from "../ui/format";
import type { Search as Where } from "../view";
import { Finder } from "./Finder";
import { type Found, finder, search } from "./query";
import { Row } from "./Row";
import { keyOf, type Misfit, parted, withBlocks } from "./rows";
import { useBlocks } from "./useBlocks";
import { useForesight } from "./useForesight";

const SHOWN = 60;
/** As many rows that do not fit are shown without being asked for. */
const FEW = 4;
const HEIGHT = 66;

export function Search({ at, screen, from, after }: Where) {
  const around = useSurroundings();
  const { studio, view, root } = around;
  const flow = useReactFlow();
  const [query, setQuery] = useState("");
  const [wanted, setWanted] = useState<string | null>(null);
  const [unfolded, setUnfolded] = useState<boolean | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const catalog = useStudio((state) => state.start?.catalog);
  const given = useStudio((state) =>
    from && "output" in from ? state.report.nodes[from.node]?.outputs[from.output] : undefined,
  );
  const behind = useWiresFrom(from);
  const blocks = useBlocks(query);
  const find = useMemo(() => finder((catalog?.layers ?? []).filter((kind) => !kind.obstacle)), [catalog]);
  const found = useMemo(() => {
    const all = withBlocks(search(query, find), blocks, query);
    const fitting = from && "output" in from ? all.filter(({ kind }) => kind.ports.length > 0) : all;
    return fitting.slice(0, SHOWN);
  }, [query, find, blocks, from]);
  const [spot] = useState(() => {
    const { network } = studio.store.getState();
    const left = from && !("output" in from) ? CARD_WIDTH : 0;
    return after && from ? placeAfter(network, from.node, HEIGHT) : { x: at.x - left, y: at.y - HEIGHT / 2 };
  });
  const { known, wishOf } = useForesight(found, from, spot);
  const { fitting, misfits } = useMemo(() => parted(found, known, given), [found, known, given]);
  const open = unfolded ?? (misfits.length <= FEW || fitting.length === 0);
  const rows: (Found | Misfit)[] = open ? [...fitting, ...misfits] : fitting;
  const keys = rows.map((row) => keyOf(foundOf(row)));
  const chosen = Math.max(wanted === null ? 0 : keys.indexOf(wanted), 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen is looked up in the list as it is drawn.
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, query, open]);

  function close() {
    view.setState({ search: null });
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
  }

  /** Insert what is chosen, or put it into the wires behind; then stay to go on after it, or go to its settings. */
  function pick(row: Found | Misfit | undefined, then: "done" | "again" | "settings" | "between" = "done") {
    if (!row) return;
    close();
    const adapter = "found" in row ? row.adapter : null;
    const wished = wishOf(foundOf(row));
    const node = grant(around, then === "between" ? putBetween(around, wished, behind) : wished, adapter);
    if (!node) return;
    if (then === "settings") view.setState({ inspectorOpen: true, adjusting: node });
    if (then === "again") goOn(node);
  }

  function goOn(node: string) {
    const network = studio.store.getState().network;
    const { x, y } = network.nodes.find((each) => each.id === node) ?? spot;
    const { zoom } = flow.getViewport();
    flow.setCenter(x + CARD_WIDTH, y + HEIGHT / 2, { ...glide(), zoom });
    const box = root.getBoundingClientRect();
    const canvas = root.querySelector(".canvas")?.getBoundingClientRect() ?? box;
    const middle = { x: canvas.left + canvas.width / 2 - box.left, y: canvas.top + canvas.height / 2 - box.top };
    view.setState({
      search: { at: { x, y }, screen: { x: middle.x + 16, y: middle.y }, from: { node, output: 0 }, after: true },
    });
  }

  function step(by: number) {
    const next = chosen + by;
    if (next >= rows.length && !open && misfits.length > 0) {
      setUnfolded(true);
      setWanted(keyOf(foundOf(misfits[0] as Misfit)));
    } else setWanted(keys[Math.min(Math.max(next, 0), rows.length - 1)] ?? null);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) pick(rows[chosen], "between");
    else if (event.key === "Enter" && !event.altKey) pick(rows[chosen], event.shiftKey ? "again" : "done");
    else if (event.key === "Tab" && !event.shiftKey && rows.length > 0) pick(rows[chosen], "settings");
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.nativeEvent.stopPropagation();
  }

  const part = query.trim().split(/\s+/)[0] ?? "";
  const row = (each: Found | Misfit, i: number) => (
    <Row
      key={keys[i]}
      id={`found-${i}`}
      found={foundOf(each)}
      misfit={"found" in each ? each : null}
      foresight={known.get(keys[i] ?? "") ?? null}
      chosen={i === chosen}
      part={part}
      onPoint={() => setWanted(keys[i] ?? null)}
      onPick={() => pick(each)}
    />
  );
  return (
    <Finder
      label="Add a layer"
      testid="search"
      style={placed(screen, root)}
      field={{
        query,
        label: "Layer, then settings",
        placeholder: "Find a layer",
        testid: "search-query",
        lists: "search-list search-misfits",
        chosen: rows.length > 0 ? `found-${chosen}` : undefined,
        beside: <span className="secondary">name, then settings</span>,
        onChange: (typed) => {
          setQuery(typed);
          setWanted(null);
          setUnfolded(null);
        },
        onKeyDown,
      }}
      onClose={() => view.setState({ search: null })}
    >
      <Origin from={from} />
      <div ref={list} className="search-list">
        <div id="search-list" role="listbox" aria-label="Layers">
          {fitting.map(row)}
        </div>
        {found.length === 0 && <p className="search-none">No layer of this Keras is called so.</p>}
        {misfits.length > 0 && (
          <div className="search-fold">
            <span>Needs another shape</span>
            <button
              type="button"
              className="link"
              tabIndex={-1}
              aria-expanded={open}
              data-testid="misfits"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => setUnfolded(!open)}
            >
              {open ? "Hide" : "Show"} {misfits.length}
            </button>
          </div>
        )}
        <div id="search-misfits" role="listbox" aria-label="Layers that need another shape">
          {open && misfits.map((each, i) => row(each, fitting.length + i))}
        </div>
      </div>
      <p className="search-keys">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Enter</kbd> insert
        </span>
        <span>
          <kbd>Tab</kbd> settings
        </span>
        <span>
          <kbd>Shift</kbd>+<kbd>Enter</kbd> insert, stay here
        </span>
        {behind.length > 0 && (
          <span>
            <kbd>Ctrl</kbd>+<kbd>Enter</kbd> put into {behind.length > 1 ? "the wires" : "the wire"}
          </span>
        )}
        <span>
          <kbd>Esc</kbd> cancel
        </span>
      </p>
    </Finder>
  );
}

/** The wires that leave the output that the search is open at. */
function useWiresFrom(from: Where["from"]): readonly Edge[] {
  const leaving = useStudio((state) => (from && "output" in from ? edgesFrom(state.network, from.node) : null));
  return leaving?.filter((edge) => from && "output" in from && edge.output === from.output) ?? [];
}

const foundOf = (row: Found | Misfit): Found => ("found" in row ? row.found : row);

function Origin({ from }: { from: Where["from"] }) {
  const name = useStudio((state) => (from ? layerAt(state.network, from.node)?.name : undefined));
  const shape = useStudio((state) =>
    from && "output" in from ? state.report.nodes[from.node]?.outputs[from.output]?.shape : undefined,
  );
  if (!from || !name) return null;
  return (
    <p className="search-origin">
      <span className="search-words">
        {"output" in from ? "after" : "before"} <b>{name}</b>
        {shape ? `, which gives ${wireShape(shape)}` : ""}
      </span>
      {"output" in from && (
        <>
          <span className="search-output">output</span>
          <span className="search-params">params</span>
        </>
      )}
    </p>
  );
}

const SIZE = { width: 524, height: 366 };

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
