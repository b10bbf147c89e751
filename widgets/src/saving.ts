// Writes the drawings of a notebook into it when it is saved, so that they reopen without a kernel.
// JupyterLab keeps the state of widgets only when a setting asks for it; the studio's own is small and always kept.
import type { WidgetModel } from "./connection";

const STATE = "application/vnd.jupyter.widget-state+json";
const VIEW = "application/vnd.jupyter.widget-view+json";

interface ModelState {
  model_name: string;
  state: Record<string, unknown>;
}

interface WidgetStates {
  version_major: number;
  version_minor: number;
  state: Record<string, ModelState>;
}

interface Cell {
  toJSON(): { outputs?: { data?: Record<string, unknown> }[] };
}

interface NotebookContext {
  saveState: { connect(slot: (sender: unknown, state: string) => void): void };
  model: {
    cells?: Iterable<Cell>;
    getMetadata?(key: string): unknown;
    setMetadata?(key: string, value: unknown): void;
  };
}

interface Manager {
  context?: NotebookContext;
  get_state_sync?(options: { drop_defaults: boolean }): WidgetStates;
}

const kept = new WeakSet<object>();

export function keepInNotebook(model: WidgetModel): void {
  const manager = model.widget_manager as unknown as Manager;
  const { context } = manager;
  if (!context?.model.setMetadata || !manager.get_state_sync || kept.has(manager)) return;
  kept.add(manager);
  context.saveState.connect((_sender, state) => {
    if (state === "started") write(manager, context);
  });
}

function write(manager: Manager, context: NotebookContext): void {
  const all = manager.get_state_sync?.({ drop_defaults: true });
  if (!all) return;
  const ours = drawings(all, displayed(context));
  const before = (context.model.getMetadata?.("widgets") ?? {}) as Record<string, WidgetStates | undefined>;
  const others = Object.entries(before[STATE]?.state ?? {}).filter(([, each]) => !isStudio(each));
  const state = { ...Object.fromEntries(others), ...ours };
  if (JSON.stringify(before[STATE]?.state ?? {}) === JSON.stringify(state)) return;
  const { version_major, version_minor } = all;
  context.model.setMetadata?.("widgets", { ...before, [STATE]: { version_major, version_minor, state } });
}

/** The states of the studios on show, and of the models they refer to. */
function drawings(all: WidgetStates, ids: Set<string>): Record<string, ModelState> {
  const found: Record<string, ModelState> = {};
  for (const id of ids) {
    const entry = all.state[id];
    if (!entry || !isStudio(entry)) continue;
    found[id] = entry;
    for (const value of Object.values(entry.state)) {
      const reference =
        typeof value === "string" && value.startsWith("IPY_MODEL_") ? value.slice("IPY_MODEL_".length) : "";
      const referred = all.state[reference];
      if (referred) found[reference] = referred;
    }
  }
  return found;
}

function isStudio(entry: ModelState): boolean {
  return String(entry.state._anywidget_id ?? "").startsWith("playground.");
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
