// What is wrong with the selected node, and the ways to cure it: what comes out of each, and what it costs.
import { problemsOf } from "../canvas/lookup";
import { useStudio, useSurroundings, useView } from "../context";
import type { Fix, Problem } from "../messages";
import { FixButton } from "../problems/FixButton";
import { outcomeWords, useOutcome } from "../problems/preview";
import { Sentence } from "../problems/Sentence";
import { keyOf } from "../problems/shown";
import { useWhy, WhyButton, WhyText } from "../problems/Why";
import { Icon } from "../ui/Icon";

export function NodeProblems({ node }: { node: string }) {
  const problems = problemsOf(
    useStudio((state) => state.report.problems),
    node,
  );
  if (problems.length === 0) return null;
  return (
    <section>
      {problems.map((problem) => (
        <NodeProblem key={keyOf(problem)} problem={problem} />
      ))}
    </section>
  );
}

function NodeProblem({ problem }: { problem: Problem }) {
  const why = useWhy(problem.code);
  const { fixes, severity } = problem;
  return (
    <>
      <div className={`node-problem ${severity}`}>
        <p>
          <Icon name={severity} />
          <Sentence problem={problem} />
        </p>
        <div className="way-why">
          <WhyButton why={why} testid={`why-${problem.code}`} />
        </div>
        <WhyText why={why} />
      </div>
      {fixes.length > 0 && (
        <div className="ways" data-problem={keyOf(problem)} data-testid="ways">
          <h3>Ways to fix</h3>
          {fixes.map((fix, i) => (
            <Way key={fix.label} fix={fix} problem={problem} first={i === 0} />
          ))}
        </div>
      )}
    </>
  );
}

function Way({ fix, problem, first }: { fix: Fix; problem: Problem; first: boolean }) {
  const { studio } = useSurroundings();
  const path = useView((state) => state.path);
  const outcome = useOutcome(path, fix.edit);
  const words = useStudio(({ network, report }) =>
    outcome ? outcomeWords(network, report, { edit: fix.edit, node: problem.node }, outcome) : "",
  );
  return (
    <div className="way">
      <span>
        {fix.label}
        <span className="secondary way-outcome">{words}</span>
      </span>
      <FixButton
        fix={fix}
        path={path}
        className={first ? "button primary" : "button"}
        title={first ? "Apply (Alt+Enter)" : "Apply"}
        testid={`way-${problem.fixes.indexOf(fix)}`}
        apply={() => studio.edit(fix.edit)}
      >
        Apply
      </FixButton>
    </div>
  );
}
