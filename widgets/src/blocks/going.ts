// Into blocks and out of them. Each view looks where it likes, and keeps what it saw of each network.
import type { ViewStore } from "../view";
import { type Path, parted } from "./paths";

/** Look at the network at the end of a path, with these nodes chosen. */
export function go(view: ViewStore, path: Path, nodes: string[] = []): void {
  const here = view.getState();
  if (same(here.path, path)) {
    view.setState({ nodes, edges: [] });
    return;
  }
  view.setState({
    path,
    nodes,
    edges: [],
    centred: null,
    focus: null,
    pinned: null,
    search: null,
    renaming: null,
    connecting: null,
    moving: null,
    cloning: null,
    marked: null,
    aimed: null,
    asking: null,
    writing: null,
    draft: null,
    glow: null,
  });
}

export function enter(view: ViewStore, layer: string): void {
  go(view, [...view.getState().path, layer]);
}

/** Back to the network around, with the block chosen that was left. */
export function leave(view: ViewStore, node: string | null): void {
  go(view, view.getState().path.slice(0, -1), node ? [node] : []);
}

/** Show a node wherever it is, by the id that it has outside. */
export function show(view: ViewStore, id: string): void {
  const { path, node } = parted(id);
  go(view, path, [node]);
  view.setState({ inspectorOpen: true });
}

function same(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
