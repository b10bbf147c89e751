// What is drawn while no kernel answers: it stands on the page alone, and goes to the next kernel.
import type { DataSummary, Network, TrainingSettings } from "./messages";
import { unusual } from "./plane/recipe";
import { type StudioState, type StudioStore, shown } from "./state";

/** The format of documents; `playground/network/_document.py` has the same. */
const FORMAT = 5;

/** The text of a document, as the kernel reads it. */
export function documentText(
  network: Network,
  training: TrainingSettings | null,
  data: DataSummary | null,
  hidden: readonly string[] = [],
): string {
  const reference = data ? { name: data.name, ...(data.recipe && unusual(data.recipe)) } : null;
  const view = hidden.length > 0 ? { hidden } : null;
  return `${JSON.stringify({ network, training, data: reference, view, format: FORMAT }, null, 1)}\n`;
}

/** Documents with what was drawn on this page after their kernels had stopped, by the names of the sessions. */
const left = new Map<string, string>();

/** Keep what no kernel has for whoever takes the session up again; null when a kernel has it. */
export function leave(session: string, text: string | null): void {
  if (text === null) left.delete(session);
  else if (session) left.set(session, text);
}

export const leftBy = (session: string): string | undefined => left.get(session);

type Pending = StudioState["pending"];

/** Undo and redo of what was drawn since the kernel stopped; what was before is the kernel's to undo. */
export class Steps {
  private undone: Pending = [];

  constructor(private readonly store: StudioStore) {}

  /** An edit was made: what had been taken back can't be done again. */
  forget(): void {
    this.undone = [];
    this.mark();
  }

  undo(): void {
    const { pending, confirmed } = this.store.getState();
    const last = pending.at(-1);
    if (!last) return;
    this.undone.push(last);
    this.show(confirmed, pending.slice(0, -1));
  }

  redo(): void {
    const next = this.undone.pop();
    const { pending, confirmed } = this.store.getState();
    if (next) this.show(confirmed, [...pending, next]);
  }

  /** Say what can be undone here. */
  mark(): void {
    const { pending } = this.store.getState();
    this.store.setState({ canUndo: pending.length > 0, canRedo: this.undone.length > 0 });
  }

  private show(confirmed: Network, pending: Pending): void {
    this.store.setState({ ...shown(confirmed, pending), saved: false });
    this.mark();
  }
}
