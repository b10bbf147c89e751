// Everything that can be placed: by family, or found by name and by what it does.
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { BlockGroup, MY_BLOCKS } from "../blocks/BlockGroup";
import { BlockRow } from "../blocks/BlockRow";
import { usePlaceInView } from "../canvas/dropping";
import { isTyping } from "../canvas/shortcuts";
import { append } from "../canvas/verbs";
import { useStudio, useSurroundings, useView } from "../context";
import type { Group, Kind, SavedBlock } from "../messages";
import { finder } from "../search/query";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { stepIn, useRoving } from "../ui/useRoving";
import { Ghost } from "./Ghost";
import { Heading } from "./Heading";
import { KindGroup, OWN } from "./KindGroup";
import { KindRow } from "./KindRow";
import { Rail } from "./Rail";
import { useNarrow } from "./useNarrow";

const NARROW = 1240;
const FOUND = 40;
const NO_KINDS: readonly Kind[] = [];
const NO_BLOCKS: readonly SavedBlock[] = [];

interface Family {
  group: Group;
  kinds: Kind[];
}

export function Palette() {
  const { root, view } = useSurroundings();
  const narrow = useNarrow(NARROW);
  const wanted = useView((state) => state.paletteOpen);
  const catalog = useStudio((state) => state.start?.catalog);
  const gone = useStudio((state) => state.asked && !state.drawable);
  const [group, setGroup] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const families = useMemo<Family[]>(() => {
    const all = (catalog?.groups ?? []).map((each) => ({
      group: each,
      kinds: (catalog?.layers ?? [])
        .filter((kind) => kind.group === each.name)
        .sort((a, b) => Number(a.obstacle !== "") - Number(b.obstacle !== "")),
    }));
    const shelf = { group: { name: MY_BLOCKS, short: "Block", light: "", dark: "", heading: "" }, kinds: [] };
    return [...all.filter(({ group, kinds }) => kinds.length > 0 || group.name === OWN), shelf];
  }, [catalog]);

  const railed = narrow || !wanted;
  useEffect(() => {
    if (!railed) setOver(false);
  }, [railed]);
  useEffect(() => {
    if (!over) return;
    const leave = (event: Event) => {
      const [target] = event.composedPath();
      if (target instanceof Element && !target.closest(".palette")) setOver(false);
    };
    root.addEventListener("pointerdown", leave, true);
    return () => root.removeEventListener("pointerdown", leave, true);
  }, [over, root]);

  // Without a kernel nothing can be placed.
  if (gone) return null;
  const panel = { families, kinds: catalog?.layers ?? NO_KINDS };
  return (
    <>
      <aside className={railed ? "palette railed" : "palette"} aria-label="Palette" data-testid="palette">
        {railed && (
          <Rail
            groups={railGroups(families)}
            open={over ? group : null}
            onOpen={(name) => {
              setGroup(name);
              setOver(name !== null);
            }}
            onSearch={() => {
              setGroup(null);
              setOver(!over);
            }}
            onWiden={narrow ? null : () => view.setState({ paletteOpen: true })}
          />
        )}
        {(!railed || over) && (
          <PalettePanel
            key={railed ? `over-${group}` : "full"}
            {...panel}
            first={railed ? group : "Core"}
            only={railed ? group : null}
            onUsed={() => setOver(false)}
            onClose={railed ? () => setOver(false) : () => view.setState({ paletteOpen: false })}
          />
        )}
      </aside>
      <Ghost />
    </>
  );
}

/** What the rail has room for: each group, and one entry for all groups of a heading. */
function railGroups(families: readonly Family[]): Group[] {
  const groups = families.map(({ group }) => group);
  return groups.flatMap((group, i) => {
    if (group.heading === "") return [group];
    const first = groups.findIndex((each) => each.heading === group.heading) === i;
    return first ? [{ ...group, name: group.heading, short: "Ops", heading: "" }] : [];
  });
}

interface PanelProps {
  families: readonly Family[];
  kinds: readonly Kind[];
  /** The family that is open at first. */
  first: string | null;
  /** The one family to show; null for all. */
  only: string | null;
  onUsed: () => void;
  onClose: () => void;
}

function PalettePanel({ families, kinds, first, only, onUsed, onClose }: PanelProps) {
  const around = useSurroundings();
  const placeInView = usePlaceInView();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(first ? [first] : []));
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useRoving(list);
  const find = useMemo(() => finder(kinds), [kinds]);
  const found = query.trim() === "" ? null : find(query.trim()).slice(0, FOUND);
  const blocks = useStudio((state) => state.shelf?.blocks ?? NO_BLOCKS);
  const wanted = query.trim().toLowerCase();
  const saved = blocks.filter((block) => wanted !== "" && block.name.toLowerCase().includes(wanted));
  const shown = only ? families.filter(({ group }) => group.name === only || group.heading === only) : families;
  const headings = only ? [] : [...new Set(families.map(({ group }) => group.heading))].filter((each) => each !== "");

  const row = (family: Family) =>
    family.group.name === MY_BLOCKS ? (
      <BlockGroup key={MY_BLOCKS} open={open.has(MY_BLOCKS)} onToggle={() => toggle(MY_BLOCKS)} onUsed={onUsed} />
    ) : (
      <KindGroup
        key={family.group.name}
        {...family}
        open={open.has(family.group.name)}
        onToggle={() => toggle(family.group.name)}
        onUsed={onUsed}
      />
    );

  function toggle(name: string) {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.target !== field.current && isTyping(event.nativeEvent)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.currentTarget, event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && event.target !== field.current) {
      event.preventDefault();
      turn(event.currentTarget, event.target as HTMLElement, event.key === "ArrowRight");
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (query) setQuery("");
      else if (only || first === null) onClose();
    } else if (event.key === "Enter" && event.target === field.current) {
      event.preventDefault();
      const best = found?.find((kind) => kind.obstacle === "");
      if (best) append(around, best.name, placeInView(best.name));
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the buttons inside.
    <div className="palette-panel" onKeyDown={onKeyDown}>
      <div className="palette-search">
        <Icon name="search" size={14} />
        <input
          ref={field}
          value={query}
          placeholder="Find a layer"
          aria-label="Find a layer"
          data-testid="palette-search"
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <div className="palette-list" ref={list}>
        {found?.map((kind) => (
          <KindRow key={kind.name} kind={kind} dot onUsed={onUsed} />
        ))}
        {found && saved.map((block) => <BlockRow key={block.name} block={block} onUsed={onUsed} />)}
        {found?.length === 0 && saved.length === 0 && (
          <p className="palette-none">No layer of this Keras is called so.</p>
        )}
        {!found && (
          <ul>
            {shown.filter(({ group }) => only || group.heading === "").map(row)}
            {headings.map((heading) => {
              const under = shown.filter(({ group }) => group.heading === heading);
              return (
                <Heading
                  key={heading}
                  name={heading}
                  count={under.reduce((sum, family) => sum + family.kinds.length, 0)}
                  open={open.has(heading)}
                  onToggle={() => toggle(heading)}
                >
                  {under.map(row)}
                </Heading>
              );
            })}
          </ul>
        )}
      </div>
      <footer className="palette-foot">
        <span>Drag to the canvas, or press Enter to add after the selected node</span>
        <IconButton icon="chevron-left" label="Fold the palette" testid="palette-fold" onClick={onClose} />
      </footer>
    </div>
  );
}

/** Open the group that has the focus, or go into it; close it, or go back from inside of it. */
function turn(panel: HTMLElement, here: HTMLElement, inwards: boolean): void {
  const open = here.getAttribute("aria-expanded");
  if (open === String(!inwards)) here.click();
  else if (inwards && open === "true") step(panel, 1);
  else if (inwards) here.parentElement?.querySelector<HTMLElement>(".palette-more-of")?.focus();
  else groupOf(here)?.focus();
}

/** The heading of the group that a row is in, and of a heading the one above. */
function groupOf(row: HTMLElement): HTMLElement | null {
  const item = row.matches("[aria-expanded]") ? row.closest("li")?.parentElement?.closest("li") : row.closest("li");
  return item?.querySelector<HTMLElement>("[aria-expanded]") ?? null;
}

/** Move the focus to the next button or field of the palette. */
function step(panel: HTMLElement, by: number): void {
  stepIn(panel, "input, .palette-group, .palette-heading, .palette-kind", by);
}
