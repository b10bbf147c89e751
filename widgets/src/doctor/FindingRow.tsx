// One finding: its sentence and figures, the page behind it, the panel that shows it, and its cure.
import { useEffect, useMemo, useRef } from "react";
import { flushSync } from "react-dom";
import { parted, prefixOf, unwrapped } from "../blocks/paths";
import { nameOf } from "../blocks/words";
import { useStudio, useSurroundings, useView } from "../context";
import type { Cure, Finding, TrainingSettings } from "../messages";
import { FixButton } from "../problems/FixButton";
import { Sentence } from "../problems/Sentence";
import { useWhy, WhyButton, WhyText } from "../problems/Why";
import { obstacle } from "../topbar/readiness";
import { Icon } from "../ui/Icon";
import { cureState } from "./cures";
import { showFinding } from "./findings";
import { figure } from "./words";

interface Props {
  finding: Finding;
  /** How the run trains that it was found in. */
  training: TrainingSettings | null;
}

export function FindingRow({ finding, training }: Props) {
  const { view, root } = useSurroundings();
  const { code, node, severity, cure } = finding;
  const name = useStudio((state) => (node === null ? undefined : nameOf(state.network, node)));
  const chosen = useChosen(node);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const why = useWhy(code);
  const show = () => {
    // This row goes with its panel: the keys go to the tab of the next, which may come into its row only now.
    flushSync(() => showFinding(view, finding, name !== undefined));
    root.querySelector<HTMLElement>(`[data-testid="dock-${finding.shown}"]`)?.focus();
  };
  return (
    <li
      ref={row}
      className={`finding ${severity}${chosen ? " chosen" : ""}`}
      aria-current={chosen || undefined}
      data-testid={`finding-${code}`}
    >
      <Icon name={severity} />
      <div className="finding-text">
        <Sentence problem={finding} />
        <Figures evidence={finding.evidence} />
      </div>
      <span className="secondary problem-place">{name}</span>
      <span className="problem-actions">
        <WhyButton why={why} testid={`finding-why-${code}`} />
        <button type="button" className="link" data-testid={`finding-show-${code}`} onClick={show}>
          Show
        </button>
        {cure && <Treatment code={code} cure={cure} node={node} training={training} />}
      </span>
      <WhyText why={why} />
    </li>
  );
}

/** Whether the node is the one that is selected, in the network that the view looks at. */
function useChosen(node: string | null): boolean {
  return useView(({ path, nodes }) => nodes.length === 1 && node !== null && node === prefixOf(path) + nodes[0]);
}

function Figures({ evidence }: Pick<Finding, "evidence">) {
  const all = Object.entries(evidence);
  if (all.length === 0) return null;
  return (
    <dl className="figures">
      {all.map(([what, value]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{figure(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface TreatmentProps {
  code: string;
  cure: Cure;
  node: string | null;
  training: TrainingSettings | null;
}

function Treatment({ code, cure, node, training }: TreatmentProps) {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const state = useStudio(({ network, training: now }) => cureState(cure, network, now, training));
  const pressed = useRef(false);
  const cured = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The button that was pressed is gone: the keys go to what stands in its place.
    if (state === "applied" && pressed.current) cured.current?.focus();
    pressed.current = false;
  }, [state]);
  const apply = async () => {
    pressed.current = true;
    const done = await studio.command({ type: "apply_cure", cure });
    if (done) studio.notify("info", `${cure.label}: done, for the next run. Undo takes it back.`);
  };
  const [path, inner] = useMemo(() => {
    const way = parted(node ?? "").path;
    return [way, cure.edit && { label: cure.label, edit: unwrapped(cure.edit, way) }];
  }, [cure, node]);
  const testid = `cure-${code}`;
  if (state === "outdated") return <span className="secondary cured">Changed since</span>;
  if (state === "applied") return <Anew code={code} said={cured} />;
  if (inner) {
    return (
      <FixButton fix={inner} path={path} title="Apply, as one undo step" testid={testid} apply={() => void apply()}>
        {cure.label}
      </FixButton>
    );
  }
  return (
    <button
      type="button"
      className="button"
      title="Apply, as one undo step"
      disabled={!live}
      data-testid={testid}
      onClick={() => void apply()}
    >
      {cure.label}
    </button>
  );
}

/** In the place of a cure that was applied: the weights of an ill run are mostly no good to go on from. */
function Anew({ code, said }: { code: string; said: React.RefObject<HTMLSpanElement | null> }) {
  const { studio } = useSurroundings();
  const ready = useStudio((state) => state.live && obstacle(state) === null);
  const begin = async () => {
    if (await studio.command({ type: "reset" })) await studio.command({ type: "play" });
  };
  return (
    <>
      <span ref={said} className="cured" tabIndex={-1} data-testid={`cured-${code}`}>
        <Icon name="check" size={12} />
        Applied for the next run
      </span>
      <button
        type="button"
        className="button"
        title="Forget this run and its weights, and train from the beginning"
        disabled={!ready}
        data-testid={`anew-${code}`}
        onClick={() => void begin()}
      >
        Train anew
      </button>
    </>
  );
}
