// Where a notebook keeps its drawings: at a place of its own, and not among the states of widgets. What shows a notebook
// without a kernel, as nbconvert does, takes a widget with a state for one that can run, and leaves out the picture beside it.

const OURS = "keras-playground";
const WIDGETS = "widgets";
const STATE = "application/vnd.jupyter.widget-state+json";
const REFERENCE = "IPY_MODEL_";

export interface ModelState {
  model_name: string;
  state: Record<string, unknown>;
}

export interface WidgetStates {
  version_major: number;
  version_minor: number;
  state: Record<string, ModelState>;
}

/** What a notebook knows besides its cells. */
export interface Metadata {
  getMetadata(key: string): unknown;
  setMetadata(key: string, value: unknown): void;
  deleteMetadata(key: string): void;
}

type Widgets = Record<string, WidgetStates | undefined>;

/** The studios that a notebook keeps, with the models they refer to; also those kept as an earlier version did. */
export function keptIn(notebook: Metadata): Record<string, ModelState> {
  const own = notebook.getMetadata(OURS) as WidgetStates | undefined;
  return { ...ours(amongWidgets(notebook)?.state ?? {}), ...own?.state };
}

/** Keep these studios, and no others. */
export function keep(notebook: Metadata, states: WidgetStates): void {
  if (JSON.stringify(notebook.getMetadata(OURS)) !== JSON.stringify(states)) notebook.setMetadata(OURS, states);
  takeBack(notebook);
}

/** Put what is kept where JupyterLab's widgets look for their states when a notebook is opened. */
export function layOut(notebook: Metadata): void {
  const own = notebook.getMetadata(OURS) as WidgetStates | undefined;
  if (!own) return;
  const others = amongWidgets(notebook);
  const state = { ...others?.state, ...own.state };
  notebook.setMetadata(WIDGETS, { ...widgetsOf(notebook), [STATE]: { ...own, state } });
}

/** Take the studios out of there again, before the notebook is written. */
export function takeBack(notebook: Metadata): void {
  const among = amongWidgets(notebook);
  if (!among) return;
  const out = ours(among.state);
  if (Object.keys(out).length === 0) return;
  const state = Object.fromEntries(Object.entries(among.state).filter(([id]) => !(id in out)));
  const { [STATE]: _, ...rest } = widgetsOf(notebook);
  const left: Widgets = Object.keys(state).length > 0 ? { ...rest, [STATE]: { ...among, state } } : rest;
  if (Object.keys(left).length > 0) notebook.setMetadata(WIDGETS, left);
  else notebook.deleteMetadata(WIDGETS);
}

export function isStudio(entry: ModelState): boolean {
  return String(entry.state._anywidget_id ?? "").startsWith("playground.");
}

/** The ids of the models that one refers to. */
export function references({ state }: ModelState): string[] {
  const texts = Object.values(state).filter((value) => typeof value === "string");
  return texts.filter((text) => text.startsWith(REFERENCE)).map((text) => text.slice(REFERENCE.length));
}

function widgetsOf(notebook: Metadata): Widgets {
  return (notebook.getMetadata(WIDGETS) ?? {}) as Widgets;
}

function amongWidgets(notebook: Metadata): WidgetStates | undefined {
  return widgetsOf(notebook)[STATE];
}

function ours(states: Record<string, ModelState>): Record<string, ModelState> {
  const found: Record<string, ModelState> = {};
  for (const [id, entry] of Object.entries(states)) {
    if (!isStudio(entry)) continue;
    found[id] = entry;
    for (const reference of references(entry)) {
      const referred = states[reference];
      if (referred) found[reference] = referred;
    }
  }
  return found;
}
