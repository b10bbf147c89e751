// The dock under the canvas: data, curves, kept runs, the doctor, what happens inside, predictions, layers, problems, code.
import { type ReactNode, useState } from "react";

import { AtLevel } from "../blocks/AtLevel";
import { CodeControls } from "../code/CodeControls";
import { CodeTab } from "../code/CodeTab";
import { useSource } from "../code/useSource";
import { useView } from "../context";
import { DoctorTab } from "../doctor/DoctorTab";
import { ExplainTab } from "../explain/ExplainTab";
import { LandscapeTab } from "../landscape/LandscapeTab";
import { LayersTab } from "../layers/LayersTab";
import { PredictionsTab } from "../predictions/PredictionsTab";
import { RunsControls } from "../runs/RunsControls";
import { RunsTab } from "../runs/RunsTab";
import type { DockTab } from "../view";
import { GradientControls } from "../vitals/GradientControls";
import { GradientsTab } from "../vitals/GradientsTab";
import { useWatchingVitals } from "../vitals/useVitals";
import { ActivationsTab } from "./ActivationsTab";
import { CurveControls } from "./CurveControls";
import { DataTab } from "./DataTab";
import { ProblemsTab } from "./ProblemsTab";
import { Strip } from "./Strip";
import { TrainingTab } from "./TrainingTab";

export function Dock() {
  const tab = useView((state) => state.dock);
  const open = useView((state) => state.dockOpen);
  const [training, setTraining] = useState(false);
  const code = useSource(open && tab === "code", training);
  useWatchingVitals();
  const controls: Partial<Record<DockTab, { label: string; parts: ReactNode }>> = {
    training: { label: "How curves are drawn", parts: <CurveControls /> },
    runs: { label: "Which runs are shown", parts: <RunsControls /> },
    gradients: { label: "How gradients are shown", parts: <GradientControls /> },
    code: {
      label: "What to do with the code",
      parts: <CodeControls text={code.text} training={training} onTraining={setTraining} />,
    },
  };
  return (
    <div className={open ? "dock open" : "dock"} data-testid="dock">
      <Strip controls={(open && controls[tab]) || null} />
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
          {tab === "landscape" && <LandscapeTab />}
          {tab === "runs" && <RunsTab />}
        </div>
      )}
    </div>
  );
}
