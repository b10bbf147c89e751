// The vectors of an embedding as points of a plane, with the words that they stand for.
import { useCallback, useMemo, useRef } from "react";
import { useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { useAnswer } from "../explain/useAnswer";
import type { TableProjected } from "../messages";
import { paletteAt } from "../pictures/colours";
import { count } from "../ui/format";
import { After, ByHand, Method, Told, usePossible } from "./Asked";
import { useFollowing } from "./following";
import { aligned, type Table, tableOf } from "./looks";
import { tableFigure } from "./tableFigure";

const TITLE = 20;

interface Props {
  node: string;
  /** What stands above in the column on the left. */
  children: React.ReactNode;
  left: number;
  width: number;
  height: number;
}

export function TableOf({ node, children, left, width, height }: Props) {
  const { root } = useSurroundings();
  const view = useView((state) => state.id);
  const method = useView((state) => state.projecting);
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const possible = usePossible();
  const once = useAnswer<TableProjected>(possible ? { type: "project_table", view, node, method } : null);
  const asked = useFollowing(once, node, method === "pca" ? "table" : null);
  const before = useRef<Table | null>(null);
  const table = useMemo(() => asked.found && aligned(tableOf(asked.found), before.current), [asked.found]);
  before.current = table;
  const size = useMemo(() => ({ width, height: Math.max(60, height - TITLE) }), [width, height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () => (table ? tableFigure(table, size, paletteAt(root)) : { data: [], layout: { ...size } }),
    [table, size, root, theme],
  );
  const head = table?.head;
  const first = head && head.rows > head.points + head.unsound ? `the first ${count(head.points)} of ` : "";
  return (
    <>
      <div className="activation-facts" style={{ width: left }}>
        {children}
        <Method of="vectors" />
        <After step={head?.step} asked={asked} follows={asked.follows} />
        <ByHand />
        {head && head.words.length === 0 && (
          <p className="secondary">No layer before it knows the words: rows have numbers.</p>
        )}
        {head && head.unsound > 0 && <p className="in-error">{count(head.unsound)} rows left out: NaN or infinite.</p>}
      </div>
      <Told asked={asked}>
        {head && (
          <Chart
            title={`${first}${count(head.rows)} vectors`}
            note={`of ${count(head.values)} numbers each; light ones are long`}
            size={size}
            make={make}
            chosen={`${method} ${head.node}`}
            testid="chart-table"
          />
        )}
      </Told>
    </>
  );
}
