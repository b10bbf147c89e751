// The saved blocks that a query names, with what they hold: they are placed and foreseen as kinds are.
import { useEffect, useMemo } from "react";
import { savedKind, savedName } from "../blocks/kinds";
import { outsideOf } from "../blocks/level";
import { look } from "../blocks/shelf";
import { useStudio, useSurroundings } from "../context";
import type { Answer, Kind, SavedBlock } from "../messages";
import { letters } from "./query";

const MOST = 12;
const NO_BLOCKS: readonly SavedBlock[] = [];

export function useBlocks(query: string): Kind[] {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const blocks = useStudio((state) => state.shelf?.blocks ?? NO_BLOCKS);
  const kinds = useStudio((state) => state.kinds);
  const named = useMemo(
    () => blocks.filter(({ name, trouble }) => trouble === "" && letters(name).includes(letters(query))).slice(0, MOST),
    [blocks, query],
  );
  useEffect(() => {
    if (live) void look(studio);
  }, [studio, live]);
  useEffect(() => {
    let wanted = true;
    async function fetchAll() {
      for (const { name } of named) {
        const { store } = outsideOf(studio);
        if (!wanted || savedName(name) in store.getState().kinds) continue;
        const command = { type: "get_block", name } as const;
        const { answer } = await studio.request<Extract<Answer, { type: "block_content" }>>(command);
        const kind = savedKind(name, answer.network);
        store.setState((old) => ({ kinds: { ...old.kinds, [kind.name]: kind } }));
      }
    }
    // A file that went away meanwhile is no row, and no matter here.
    if (live) fetchAll().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [studio, live, named]);
  return useMemo(() => named.flatMap(({ name }) => kinds[savedName(name)] ?? []), [named, kinds]);
}
