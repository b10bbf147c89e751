// What ails the latest run, with the figures that show it, the way there and the cure; and what was looked at.
import { useMemo } from "react";
import { useStudio } from "../context";
import type { Findings } from "../messages";
import { Icon } from "../ui/Icon";
import { FindingRow } from "./FindingRow";
import { keyOf } from "./findings";
import { lookedWords } from "./words";

export function DoctorTab() {
  const told = useStudio((state) => state.findings);
  return (
    <div className="doctor" data-testid="doctor">
      {told?.looked ? <Found told={told} /> : <Before />}
    </div>
  );
}

function Found({ told }: { told: Findings }) {
  const { findings, looked } = told;
  return (
    <>
      {findings.length === 0 ? (
        <p className="nothing-ails">
          <Icon name="check" />
          <b>Nothing ails this run.</b>
        </p>
      ) : (
        <ul className="findings" aria-label="Findings">
          {findings.map((finding) => (
            <FindingRow key={keyOf(finding)} finding={finding} training={told.training} />
          ))}
        </ul>
      )}
      {looked && <p className="secondary looked">{lookedWords(looked)}</p>}
    </>
  );
}

/** Before the first look: what it will be for. */
function Before() {
  const trains = useStudio(({ status }) => status.state === "running" || status.state === "preparing");
  const illnesses = useStudio((state) => state.start?.illnesses);
  const titles = useMemo(() => Object.entries(illnesses ?? {}), [illnesses]);
  return (
    <section className="looks-for" aria-label="What the doctor looks for">
      <p>
        {trains
          ? "The first look comes after some seconds of training. "
          : "Press play: while the network trains, the doctor looks at it every few seconds. "}
        It looks for:
      </p>
      <ul>
        {titles.map(([code, title]) => (
          <li key={code}>{title}</li>
        ))}
      </ul>
    </section>
  );
}
