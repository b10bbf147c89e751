// The dock under the canvas: data, curves, the doctor, what happens inside, predictions, layers, problems, code.
import { type KeyboardEvent, useRef, useState } from "react";

import { AtLevel } from "../blocks/AtLevel";
import { CodeControls } from "../code/CodeControls";
import { CodeTab } from "../code/CodeTab";
import { useSource } from "../code/useSource";
import { useStudio, useSurroundings, useView } from "../context";
import { DoctorTab } from "../doctor/DoctorTab";
import { NO_FINDINGS } from "../doctor/findings";
import { ExplainTab } from "../explain/ExplainTab";
import { LayersTab } from "../layers/LayersTab";
import type { Problem } from "../messages";
import { PredictionsTab } from "../predictions/PredictionsTab";
import { IconButton } from "../ui/IconButton";
import type { DockTab } from "../view";
import { GradientControls } from "../vitals/GradientControls";
import { GradientsTab } from "../vitals/GradientsTab";
import { useWatchingVitals } from "../vitals/useVitals";
import { ActivationsTab } from "./ActivationsTab";
import { CurveControls } from "./CurveControls";
import { DataTab } from "./DataTab";
import { allProblems, failureOf, ProblemsTab } from "./ProblemsTab";
import { TrainingTab } from "./TrainingTab";
import { TABS } from "./tabs";
import { useInSight } from "./useInSight";

export function Dock() {
  const { view } = useSurroundings();
  const tab = useView((state) => state.dock);
  const open = useView((state) => state.dockOpen);
  const [training, setTraining] = useState(false);
  const code = useSource(open && tab === "code", training);
  const tabs = useRef<HTMLDivElement>(null);
  useInSight(tabs, `${open} ${tab}`);
  useWatchingVitals();
  const show = (next: DockTab) => view.setState({ dock: next, dockOpen: true });
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const at = TABS.findIndex(([name]) => name === tab);
    const goals: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const goal = goals[event.key];
    const next = goal === undefined ? undefined : TABS.at(goal % TABS.length)?.[0];
    if (!next) return;
    event.preventDefault();
    show(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-testid="dock-${next}"]`)?.focus();
  };
  return (
    <div className={open ? "dock open" : "dock"} data-testid="dock">
      <div className="dock-strip">
        <div ref={tabs} className="tabs" role="tablist" aria-label="Panels" onKeyDown={move}>
          {TABS.map(([name, title]) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={open && tab === name}
              aria-controls="dock-panel"
              tabIndex={tab === name ? 0 : -1}
              data-testid={`dock-${name}`}
              onClick={() => show(name)}
            >
              {title}
              {name === "problems" && <Count />}
              {name === "doctor" && <FoundCount />}
            </button>
          ))}
        </div>
        {open && tab === "training" && <CurveControls />}
        {open && tab === "gradients" && <GradientControls />}
        {open && tab === "code" && <CodeControls text={code.text} training={training} onTraining={setTraining} />}
        <IconButton
          icon={open ? "chevron-down" : "chevron-up"}
          label={open ? "Fold this panel" : "Open this panel"}
          testid="dock-fold"
          onClick={() => view.setState({ dockOpen: !open })}
        />
      </div>
      {open && (
        <div className="dock-panel" role="tabpanel" id="dock-panel" aria-labelledby={`tab-${tab}`}>
          {tab === "data" && <DataTab />}
          {tab === "training" && <TrainingTab />}
          {tab === "doctor" && <DoctorTab />}
          {tab === "activations" && (
            <AtLevel>
              <ActivationsTab />
            </AtLevel>
          )}
          {tab === "gradients" && <GradientsTab />}
          {tab === "explain" && (
            <AtLevel>
              <ExplainTab />
            </AtLevel>
          )}
          {tab === "layers" && (
            <AtLevel>
              <LayersTab />
            </AtLevel>
          )}
          {tab === "problems" && <ProblemsTab />}
          {tab === "code" && <CodeTab {...code} />}
          {tab === "predictions" && <PredictionsTab />}
        </div>
      )}
    </div>
  );
}

function Count() {
  const problems = useStudio((state) => state.report.problems);
  const failure = useStudio(failureOf);
  const empty = useStudio((state) => state.network.nodes.length === 0);
  const all = allProblems(problems, failure);
  // That nothing is drawn yet is no mistake.
  return empty ? null : <Amount all={all} />;
}

function FoundCount() {
  return <Amount all={useStudio((state) => state.findings?.findings ?? NO_FINDINGS)} />;
}

/** How many there are, or, where some of them are errors, how many of those. */
function Amount({ all }: { all: readonly Pick<Problem, "severity">[] }) {
  const errors = all.filter((each) => each.severity === "error").length;
  if (all.length === 0) return null;
  return <span className={errors > 0 ? "badge" : "badge warning"}>{errors || all.length}</span>;
}
