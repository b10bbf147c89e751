// Says that no kernel answers, and offers what there is to go on with the drawing. A document's tab says it itself.
import { useState } from "react";
import { outsideOf } from "../blocks/level";
import { useStudio, useSurroundings } from "../context";
import type { Way } from "../page";

export function NoKernel() {
  const studio = outsideOf(useSurroundings().studio);
  const gone = useStudio((state) => state.asked && !state.live);
  const drawable = useStudio((state) => state.drawable);
  const [going, setGoing] = useState(false);
  if (!gone || studio.model.place) return null;
  const way = globalThis.kerasPlaygroundPage?.goOn?.(studio) ?? null;
  const go = async ({ go }: Way) => {
    setGoing(true);
    try {
      const { data } = studio.store.getState();
      await go();
      const back = data && !studio.store.getState().data ? "its data and Python’s studio are" : "Python’s studio is";
      studio.notify("info", `The drawing goes on in the kernel; ${back} back when the cell is run.`);
    } catch (error) {
      studio.notify("error", (error as Error).message);
    } finally {
      setGoing(false);
    }
  };
  return (
    <div className="banner no-kernel" role="status" data-testid="no-kernel">
      <span>{said(way !== null, drawable)}</span>
      {way && (
        <button
          type="button"
          className="button primary"
          title="Opens this drawing in the kernel, with the weights it had; runs no cell"
          data-testid="go-on"
          disabled={going}
          onClick={() => void go(way)}
        >
          {going ? "Opening the drawing…" : way.starts ? "Start a kernel and go on" : "Go on in the kernel"}
        </button>
      )}
    </div>
  );
}

function said(way: boolean, drawable: boolean): string {
  if (!way) return "No kernel: run the cell to go on. The drawing is kept.";
  if (!drawable) return "No kernel answers this drawing. Go on with it here, or run the cell.";
  return "The kernel stopped. Draw on: all is kept, and checked when you go on in a kernel.";
}
