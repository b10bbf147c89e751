// What is said of a look inside beside its picture: of which step it is, whether it follows the run, why there is none.
import { useStudio, useSurroundings, useView } from "../context";
import type { Asked } from "../explain/useAnswer";
import type { Answer } from "../messages";
import { count } from "../ui/format";

/** How things are laid out in a plane. */
export function Method({ of }: { of: string }) {
  const { view } = useSurroundings();
  const method = useView((state) => state.projecting);
  return (
    <select
      aria-label={`How ${of} are laid out`}
      value={method}
      data-testid="projecting"
      onChange={({ target }) => view.setState({ projecting: target.value as typeof method })}
    >
      <option value="pca">PCA</option>
      <option value="umap">UMAP</option>
    </select>
  );
}

/** Says that UMAP does not follow. */
export function ByHand() {
  const method = useView((state) => state.projecting);
  if (method !== "umap") return null;
  return <p className="secondary">UMAP takes a while: it is laid out anew at a pause, or by hand.</p>;
}

/** Whether there is a kernel to ask, and data to ask about. */
export function usePossible(): boolean {
  return useStudio((state) => state.live && state.data !== null);
}

interface AfterProps<A extends Answer> {
  step: number | undefined;
  asked: Asked<A>;
  follows: boolean;
}

export function After<A extends Answer>({ step, asked, follows }: AfterProps<A>) {
  return (
    <p className="secondary" data-testid="inside-step">
      {step === undefined ? "" : `after step ${count(step)} `}
      {follows ? (
        "· follows the run"
      ) : (
        <button type="button" className="link" data-testid="inside-again" onClick={asked.again}>
          Look again
        </button>
      )}
    </p>
  );
}

export function Told<A extends Answer>({ asked, children }: { asked: Asked<A>; children: React.ReactNode }) {
  const live = useStudio((state) => state.live);
  const hasData = useStudio((state) => state.data !== null);
  const sentence = !live
    ? "The kernel of this drawing is gone. Run the cell again to look inside its model."
    : !hasData
      ? "Choose data in the Data tab: this is looked at with its samples."
      : asked.trouble;
  if (sentence)
    return (
      <p className="empty" role="status" data-testid="inside-trouble">
        {sentence}
      </p>
    );
  return (
    <div className={asked.waits ? "inside waits" : "inside"} aria-busy={asked.waits} data-testid="inside">
      {asked.found ? children : <p className="empty">Working it out …</p>}
    </div>
  );
}
