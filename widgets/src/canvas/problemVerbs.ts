// What can be done with a callout: close it until its problem changes, open it again, go on to the other cures.
import { go } from "../blocks/going";
import { parted } from "../blocks/paths";
import type { Surroundings } from "../context";
import type { Problem } from "../messages";
import { keyOf } from "../problems/shown";

/** Close the callout; gives whether there was one. */
export function closeCallout({ view, root }: Surroundings): boolean {
  const { callout, closed } = view.getState();
  if (!callout) return false;
  const { activeElement } = root.getRootNode() as Document | ShadowRoot;
  if (activeElement?.closest(".callout")) root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
  view.setState({ closed: new Set([...closed, callout.key]), preview: null });
  return true;
}

/** Show what is wrong with a node, also what was closed before. */
export function showProblems({ view }: Surroundings, node: string, problems: readonly Problem[]): void {
  const keys = new Set(problems.map(keyOf));
  const closed = new Set([...view.getState().closed].filter((key) => !keys.has(key)));
  view.setState({ nodes: [node], edges: [], closed });
}

/** Go to the cures in the inspector, past the one that the callout has; into the block, for what is wrong inside of one. */
export function showWays({ view, root }: Surroundings, problem: Problem): void {
  const { path, node } = parted(problem.node ?? "");
  go(view, [...view.getState().path, ...path], [node]);
  view.setState({ inspectorOpen: true });
  const key = keyOf({ ...problem, node });
  afterDrawing(() => {
    const list = [...root.querySelectorAll<HTMLElement>(".ways")].find((each) => each.dataset.problem === key);
    const [first, second] = list?.querySelectorAll<HTMLElement>("button") ?? [];
    (second ?? first)?.focus();
  });
}

function afterDrawing(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}
