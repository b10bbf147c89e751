// Offers what an earlier kernel left behind when it stopped: the drawing, and the weights that it had.
import { useStudio, useSurroundings } from "../context";
import type { Recovery } from "../messages";
import { count, counted } from "../ui/format";

function recoveryText({ name, layers, steps, epochs, kept }: Recovery): string {
  const during = epochs ? ` (${counted(epochs, "epoch")})` : "";
  const trained = steps ? `, trained for ${count(steps)} steps${during},` : "";
  const when = new Date(kept * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return `“${name}” with ${counted(layers, "layer")}${trained} was kept when the kernel stopped (${when}).`;
}

export function RecoveryBanner() {
  const { studio } = useSurroundings();
  const recovery = useStudio((state) => state.recovery);
  const live = useStudio((state) => state.live);
  if (!recovery || !live) return null;
  return (
    <div className="banner recovery" role="status" data-testid="recovery">
      <span>{recoveryText(recovery)}</span>
      <button type="button" className="button primary" data-testid="recover" onClick={() => void studio.recover()}>
        Take it up again
      </button>
      <button
        type="button"
        className="button plain"
        data-testid="dismiss-recovery"
        onClick={() => void studio.command({ type: "dismiss" })}
      >
        Discard
      </button>
    </div>
  );
}
