// Writes the drawings of a notebook into it when it is saved, so that they reopen without a kernel.
// JupyterLab keeps the state of widgets only when a setting asks for it; the studio's own is small and always kept.
import type { WidgetModel } from "./connection";
import { isStudio, keep, keptIn, type Metadata, type ModelState, references, type WidgetStates } from "./kept";

const VIEW = "application/vnd.jupyter.widget-view+json";

interface Cell {
  toJSON(): { outputs?: { data?: Record<string, unknown> }[] };
}

interface NotebookContext {
  saveState: { connect(slot: (sender: unknown, state: string) => void): void };
  model: Metadata & { cells?: Iterable<Cell> };
}

interface Manager {
  context?: NotebookContext;
  get_state_sync?(options: { drop_defaults: boolean }): WidgetStates;
}

/** Of one notebook: the studios in it by the streams they refer to, and what their models are but for the drawing. */
interface Kept {
  models: Map<unknown, WeakRef<WidgetModel>>;
  states: Record<string, ModelState>;
}

const notebooks = new WeakMap<object, Kept>();

/** Keep a studio's drawing in its notebook; once more when the kernel has answered, which makes its model known. */
export function keepInNotebook(model: WidgetModel): void {
  const manager = model.widget_manager as unknown as Manager;
  const { context } = manager;
  if (!context?.model.setMetadata || !manager.get_state_sync) return;
  const known = notebooks.get(manager);
  const kept: Kept = known ?? { models: new Map(), states: {} };
  kept.models.set(model.get("stream"), new WeakRef(model));
  note(kept, manager.get_state_sync({ drop_defaults: true }).state);
  if (known) return;
  notebooks.set(manager, kept);
  context.saveState.connect((_sender, state) => {
    if (state === "started") write(manager, context, kept);
  });
}

/** Remember models without their drawings: once their kernel is gone, the manager does not tell of them any more. */
function note(kept: Kept, states: Record<string, ModelState>): void {
  for (const [id, entry] of Object.entries(states)) {
    if (!isStudio(entry)) continue;
    const { document: _, ...state } = entry.state;
    kept.states[id] = { ...entry, state };
    for (const reference of references(entry)) {
      const referred = states[reference];
      if (referred) kept.states[reference] = referred;
    }
  }
}

function write(manager: Manager, context: NotebookContext, kept: Kept): void {
  const all = manager.get_state_sync?.({ drop_defaults: true });
  if (!all) return;
  const saved = keptIn(context.model);
  note(kept, all.state);
  const state = drawings({ ...saved, ...kept.states, ...all.state }, saved, displayed(context), kept);
  const { version_major, version_minor } = all;
  keep(context.model, { version_major, version_minor, state });
}

/** The states of the studios on show, and of the models they refer to. What is drawn is asked of the studio itself. */
function drawings(
  states: Record<string, ModelState>,
  saved: Record<string, ModelState>,
  ids: Set<string>,
  kept: Kept,
): Record<string, ModelState> {
  const found: Record<string, ModelState> = {};
  for (const id of ids) {
    const entry = states[id];
    if (!entry || !isStudio(entry)) continue;
    const drawn = kept.models.get(entry.state.stream)?.deref()?.get("document");
    const document = drawn ?? entry.state.document ?? saved[id]?.state.document;
    found[id] = { ...entry, state: { ...entry.state, document } };
    for (const reference of references(entry)) {
      const referred = states[reference];
      if (referred) found[reference] = referred;
    }
  }
  return found;
}

function displayed(context: NotebookContext): Set<string> {
  const ids = new Set<string>();
  for (const cell of context.model.cells ?? []) {
    for (const output of cell.toJSON().outputs ?? []) {
      const view = output.data?.[VIEW] as { model_id?: string } | undefined;
      if (view?.model_id) ids.add(view.model_id);
    }
  }
  return ids;
}
