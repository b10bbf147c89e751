// How much is wrong, told on a panel's tab before it is opened: problems of the drawing, findings of the run.

import { useStudio } from "../context";
import { NO_FINDINGS } from "../doctor/findings";
import type { Problem } from "../messages";
import type { DockTab } from "../view";
import { allProblems, failureOf } from "./ProblemsTab";

type Told = Pick<Problem, "severity">;
export type Counts = Partial<Record<DockTab, readonly Told[]>>;

export function useCounts(): Counts {
  const problems = useStudio((state) => state.report.problems);
  const failure = useStudio(failureOf);
  const empty = useStudio((state) => state.network.nodes.length === 0);
  const doctor = useStudio((state) => state.findings?.findings ?? NO_FINDINGS);
  // That nothing is drawn yet is no mistake.
  return { problems: empty ? [] : allProblems(problems, failure), doctor };
}

/** How many there are, or, where some of them are errors, how many of those. */
export function Amount({ all = [] }: { all?: readonly Told[] | undefined }) {
  const errors = all.filter((each) => each.severity === "error").length;
  if (all.length === 0) return null;
  return <span className={errors > 0 ? "badge" : "badge warning"}>{errors || all.length}</span>;
}
