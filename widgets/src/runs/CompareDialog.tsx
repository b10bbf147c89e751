// In which settings the runs differ that are ticked, side by side.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import type { RunsCompared } from "../messages";
import { Dialog } from "../ui/Dialog";
import { useModal } from "../ui/useModal";
import { useShownRuns } from "./useShownRuns";
import { compare } from "./verbs";

export function CompareDialog() {
  return useView((state) => state.comparing) ? <Compared /> : null;
}

function Compared() {
  const around = useSurroundings();
  const { view, root } = around;
  const kept = useStudio((state) => state.runs?.runs);
  const runs = useShownRuns();
  const table = useRef<HTMLDivElement>(null);
  const [settings, setSettings] = useState<RunsCompared["settings"] | null>(null);
  useModal(table, root);
  useEffect(() => {
    void compare(around, [...runs]).then(setSettings);
  }, [around, runs]);
  const names = runs.map((id) => kept?.find((run) => run.id === id)?.name ?? id);
  return (
    <Dialog
      title="What the runs differ in"
      name="compared"
      className="compared-dialog"
      onClose={() => view.setState({ comparing: false })}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is too wide is scrolled with the arrows. */}
      <div ref={table} tabIndex={0} className="compared">
        {settings?.length === 0 && <p>They have the same settings, data and environment.</p>}
        {settings && settings.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">Setting</th>
                {names.map((name, i) => (
                  <th scope="col" key={runs[i]}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {settings.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {values.map((value, i) => (
                    <td key={runs[i]}>{value || "—"}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}
