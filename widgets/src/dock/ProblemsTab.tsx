// All that is wrong, in the sentences Python says too, with the way there and the cure.
import { useMemo } from "react";
import { show } from "../blocks/going";
import { parted, unwrapped } from "../blocks/paths";
import { nameOf } from "../blocks/words";
import { useStudio, useSurroundings } from "../context";
import type { Fix, Problem } from "../messages";
import { FixButton } from "../problems/FixButton";
import { Sentence } from "../problems/Sentence";
import { useWhy, WhyButton, WhyText } from "../problems/Why";
import { isChecked, type StudioState } from "../state";
import { counted } from "../ui/format";
import { Icon } from "../ui/Icon";
import { Waiting } from "../ui/Waiting";

const RANK = { error: 0, warning: 1, hint: 2 };

/** Why the last run ended early; null when it did not. */
export function failureOf({ status }: StudioState): Problem | null {
  return status.state === "failed" ? status.problem : null;
}

/** The failure of the run first, then what checking says, the worst before the rest; nothing twice. */
export function allProblems(problems: readonly Problem[], failure: Problem | null): Problem[] {
  const said = failure && !problems.some((problem) => problem.message === failure.message) ? [failure] : [];
  return [...said, ...[...problems].sort((a, b) => RANK[a.severity] - RANK[b.severity])];
}

export function ProblemsTab() {
  const problems = useStudio((state) => state.report.problems);
  const failure = useStudio(failureOf);
  const waiting = useStudio((state) => Object.values(state.report.nodes).filter((n) => n.state === "waiting").length);
  const empty = useStudio((state) => state.network.nodes.length === 0);
  const checked = useStudio(isChecked);
  const all = allProblems(problems, failure);
  return (
    <ul className="problems" aria-label="Problems" data-testid="problems">
      {all.map((problem, i) => (
        <Row key={`${problem.code} ${problem.node} ${problem.message}`} problem={problem} index={i} />
      ))}
      {waiting > 0 && (
        <li className="problem waiting">
          <Icon name="waiting" />
          <span>
            {counted(waiting, "layer")} {waiting === 1 ? "has" : "have"} no shape yet, because of what comes before.
          </span>
        </li>
      )}
      {all.length === 0 && waiting === 0 && (
        <li className="empty">
          {empty ? (
            "Nothing is drawn yet."
          ) : checked ? (
            "No problems: this network can be built."
          ) : (
            <Waiting>The network is checked when the kernel has answered.</Waiting>
          )}
        </li>
      )}
    </ul>
  );
}

function Row({ problem, index }: { problem: Problem; index: number }) {
  const { view } = useSurroundings();
  const { node } = problem;
  const name = useStudio((state) => (node ? nameOf(state.network, node) : undefined));
  const fix = problem.fixes[0];
  const why = useWhy(problem.code);
  return (
    <li className={`problem ${problem.severity}`} data-testid={`problem-${index}`}>
      <Icon name={problem.severity} />
      <span className="problem-text">
        <Sentence problem={problem} />
      </span>
      <span className="secondary problem-place">{[name, problem.setting].filter(Boolean).join(" · ")}</span>
      <span className="problem-actions">
        <WhyButton why={why} testid={`problem-why-${index}`} />
        {node && name && (
          <button type="button" className="link" data-testid={`problem-show-${index}`} onClick={() => show(view, node)}>
            Show
          </button>
        )}
        {fix && <Cure fix={fix} node={node} testid={`problem-fix-${index}`} />}
      </span>
      <WhyText why={why} />
    </li>
  );
}

/** The first fix; what is inside of a block is drawn there, when the view is in it. */
function Cure({ fix, node, testid }: { fix: Fix; node: string | null; testid: string }) {
  const { studio } = useSurroundings();
  const [path, inner] = useMemo(() => {
    const way = parted(node ?? "").path;
    return [way, { ...fix, edit: unwrapped(fix.edit, way) }];
  }, [fix, node]);
  return (
    <FixButton fix={inner} path={path} title={fix.label} testid={testid} apply={() => studio.edit(fix.edit)}>
      Fix
    </FixButton>
  );
}
