// What is wrong with the selected node, and the ways to cure it.
import { problemsOf } from "../canvas/lookup";
import { useStudio, useSurroundings } from "../context";
import type { Edit, Problem } from "../messages";
import { useWhy, WhyButton, WhyText } from "../problems/Why";
import { Icon } from "../ui/Icon";

export function NodeProblems({ node }: { node: string }) {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const problems = problemsOf(
    useStudio((state) => state.report.problems),
    node,
  );
  if (problems.length === 0) return null;
  return (
    <section>
      {problems.map((problem) => (
        <NodeProblem
          key={problem.code + problem.message}
          problem={problem}
          live={live}
          edit={(edit) => studio.edit(edit)}
        />
      ))}
    </section>
  );
}

interface NodeProblemProps {
  problem: Problem;
  live: boolean;
  edit: (edit: Edit) => boolean;
}

function NodeProblem({ problem, live, edit }: NodeProblemProps) {
  const why = useWhy(problem.code);
  return (
    <div className={`node-problem ${problem.severity}`}>
      <p>
        <Icon name={problem.severity} />
        {problem.message}
      </p>
      {problem.fixes.map((fix, i) => (
        <div className="way" key={fix.label}>
          <span>{fix.label}</span>
          <button
            type="button"
            className={i === 0 ? "button primary" : "button"}
            title={i === 0 ? "Apply (Alt+Enter)" : "Apply"}
            disabled={!live}
            onClick={() => edit(fix.edit)}
          >
            Apply
          </button>
        </div>
      ))}
      <div className="way-why">
        <WhyButton why={why} testid={`why-${problem.code}`} />
      </div>
      <WhyText why={why} />
    </div>
  );
}
