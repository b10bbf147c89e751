// The two keys that work from anywhere in the studio: Ctrl+Enter plays or pauses, Alt+Enter applies the first fix.
import { useEffect } from "react";
import { prefixOf } from "../blocks/paths";
import { type Surroundings, useSurroundings } from "../context";
import { playOrPause } from "./running";

export function useKeys(): void {
  const around = useSurroundings();
  useEffect(() => {
    const { root } = around;
    const press = (event: KeyboardEvent) => {
      // A field in which Ctrl+Enter ends the writing has had it.
      if (event.defaultPrevented || event.key !== "Enter" || event.shiftKey || event.repeat) return;
      const control = event.ctrlKey || event.metaKey;
      if (control === event.altKey) return;
      event.preventDefault();
      if (control) playOrPause(around);
      else applyFix(around);
    };
    root.addEventListener("keydown", press);
    return () => root.removeEventListener("keydown", press);
  }, [around]);
}

/** Do what the notice offers, or apply the first fix of the problem that the callout shows, or else of the selected node, or of the first that has one. */
export function applyFix({ studio, view }: Pick<Surroundings, "studio" | "view">): void {
  const { path, nodes, callout } = view.getState();
  if (studio.store.getState().notice?.offer) {
    studio.accept();
    return;
  }
  if (callout?.edit) {
    studio.edit(callout.edit);
    return;
  }
  const selected = nodes.map((id) => prefixOf(path) + id);
  const curable = studio.store.getState().report.problems.filter((problem) => problem.fixes.length > 0);
  const problem = curable.find(({ node }) => node !== null && selected.includes(node)) ?? curable[0];
  const fix = problem?.fixes[0];
  if (fix) studio.edit(fix.edit);
}
