// What each row of the search would come to where it would stand: asked of the kernel in batches, those in sight first.
import { useEffect, useMemo, useState } from "react";
import type { Place } from "../canvas/creating";
import type { End } from "../canvas/ends";
import { batch, type Wish, wish } from "../canvas/verbs";
import { useStudio, useSurroundings } from "../context";
import type { Answer, Foresight, Report } from "../messages";
import type { Found } from "./query";
import { type Known, keyOf } from "./rows";

/** As many rows as are in sight at once. */
const BATCH = 12;
const PAUSE = 40;

const NONE: Known = new Map();

interface Told {
  report: Report;
  known: Known;
}

/** What is known of the rows, and the edits that a row stands for: what is foreseen is what is done. */
export function useForesight(found: readonly Found[], from: End | null, spot: Place) {
  const around = useSurroundings();
  const report = useStudio((state) => state.report);
  const ready = useStudio((state) => state.live && state.pending.length === 0);
  const [told, setTold] = useState<Told | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is of the drawing as it is; another report is another drawing.
  const wishes = useMemo(() => new Map<string, Wish>(), [report]);
  const known = told?.report === report ? told.known : NONE;

  function wishOf(row: Found): Wish {
    const key = keyOf(row);
    const made = wishes.get(key) ?? wish(around, row.kind, spot, { end: from, settings: row.settings });
    wishes.set(key, made);
    return made;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told meanwhile is kept, and asked for no more.
  useEffect(() => {
    if (!ready || !from || !("output" in from)) return;
    let wanted = true;
    const answers = new Map(known);
    const open = found.filter((row) => !known.has(keyOf(row)));
    async function ask() {
      for (let i = 0; wanted && i < open.length; i += BATCH) {
        const rows = open.slice(i, i + BATCH);
        const edits = rows.map((row) => batch(wishOf(row).edits, ""));
        const nodes = await foreseen(edits);
        rows.forEach((row, at) => {
          answers.set(keyOf(row), nodes[at] ?? null);
        });
        if (wanted) setTold({ report, known: new Map(answers) });
      }
    }
    const foreseen = async (edits: ReturnType<typeof batch>[]): Promise<readonly (Foresight | null)[]> => {
      const asked = around.studio.request<Extract<Answer, { type: "foreseen" }>>({ type: "foresee", edits, path: [] });
      return (await asked).answer.nodes;
    };
    // What can't be foreseen is not shown; placing it says why.
    const timer = setTimeout(() => ask().catch(() => undefined), PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [found, report, ready]);

  return { known, wishOf };
}
