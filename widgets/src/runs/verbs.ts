// What is done with kept runs: listed, labelled, deleted, opened again, laid over each other.
import type { Surroundings } from "../context";
import type { Command, KeptRow, KeptRuns, NetworkDifference, Reopened, RunsCompared } from "../messages";
import { counted } from "../ui/format";
import { isNone } from "./difference";
import { MOST_SHOWN } from "./runs";

/** Ask for all runs that are kept. */
export async function askRuns({ studio }: Surroundings): Promise<void> {
  const found = await studio.command<KeptRuns>({ type: "get_runs" });
  if (found) studio.store.setState({ runs: found.answer });
}

type Labels = Partial<Omit<Extract<Command, { type: "label_run" }>, "type" | "run">>;

const AS_THEY_ARE = { name: null, tags: null, note: null, starred: null, colour: null };

/** Change what people say of a run; a refusal is given back as a sentence. */
export async function label({ studio }: Surroundings, run: string, labels: Labels): Promise<string> {
  try {
    await studio.request({ type: "label_run", run, ...AS_THEY_ARE, ...labels });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** Delete runs; the notice offers to bring them back. */
export async function remove({ studio, view }: Surroundings, runs: string[], name: string): Promise<void> {
  if (!(await studio.command({ type: "delete_runs", runs }))) return;
  view.setState(({ shownRuns }) => ({ shownRuns: shownRuns.filter((id) => !runs.includes(id)) }));
  const what = runs.length === 1 ? `The run “${name}” is` : `${counted(runs.length, "run")} are`;
  studio.notify("info", `${what} deleted.`, { label: "Bring back", command: { type: "restore_runs", runs } });
}

/** Put the network of a run on the canvas again, with settings, weights and curves. */
export async function reopen({ studio, view }: Surroundings, { id, name }: KeptRow): Promise<void> {
  const done = await studio.command<Reopened>({ type: "reopen_run", run: id });
  if (!done) return;
  view.setState({ path: [], nodes: [], edges: [], differing: null });
  studio.notify("info", [`“${name}” is on the canvas again; Undo takes it back.`, ...done.answer.notes].join(" "));
}

/** Show a run in the charts, or not any more. */
export function toggle({ view, studio }: Surroundings, id: string): void {
  const { shownRuns } = view.getState();
  if (shownRuns.includes(id)) view.setState({ shownRuns: shownRuns.filter((each) => each !== id) });
  else if (shownRuns.length < MOST_SHOWN) view.setState({ shownRuns: [...shownRuns, id] });
  else studio.notify("refused", `A chart shows ${MOST_SHOWN} runs at most; take one out first.`);
}

/** In which settings runs differ; null where that could not be asked. */
export async function compare({ studio }: Surroundings, runs: string[]): Promise<RunsCompared["settings"] | null> {
  const found = await studio.command<RunsCompared>({ type: "compare_runs", runs });
  return found?.answer.settings ?? null;
}

/** Mark on the canvas what the drawing has that the run has not; says so where there is nothing to mark. */
export async function compareWithDrawing({ studio, view }: Surroundings, { id, name }: KeptRow): Promise<void> {
  const found = await studio.command<NetworkDifference>({ type: "get_difference", before: id, after: "" });
  if (!found) return;
  const { difference, places } = found.answer;
  view.setState({ differing: isNone(difference) ? null : { run: id, name, difference, places } });
  if (isNone(difference)) studio.notify("info", `The drawing is the network of “${name}”.`);
}
