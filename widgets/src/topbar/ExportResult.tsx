// One written export: where, how large, and how far the reloaded copy was from the model.
import type { ExportSummary } from "../messages";
import { bytes, counted, measured } from "../ui/format";
import { Icon } from "../ui/Icon";

export function ExportResult({ summary }: { summary: ExportSummary }) {
  return (
    <li className="export-result" data-testid="export-result">
      <Icon name="check" />
      <div>
        <span className="mono">{summary.path}</span>
        <span className="secondary">
          {bytes(summary.size_bytes)} · {summary.seconds.toFixed(1)} s
        </span>
        <p>{reloaded(summary)}</p>
        {summary.needs.length > 0 && (
          <p className="secondary">Whoever loads it needs the code of {summary.needs.join(", ")}.</p>
        )}
      </div>
    </li>
  );
}

export function reloaded({ max_difference, samples, needs }: ExportSummary): string {
  const where = needs.length > 0 ? "with your own classes" : "in a fresh process";
  return `Reloaded ${where}: largest difference ${measured(max_difference)} on ${counted(samples, "sample")}.`;
}
