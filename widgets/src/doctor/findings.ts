// What the doctor found, as views keep it: by network, and where it is to be seen. Pure, but for the way there.
import { go } from "../blocks/going";
import { parted } from "../blocks/paths";
import type { Finding, Findings } from "../messages";
import type { ViewStore } from "../view";

export const NO_FINDINGS: readonly Finding[] = [];

/** Tells one finding from another, and knows it again when its figures have changed. */
export const keyOf = ({ code, node }: Pick<Finding, "code" | "node">): string => `${code} ${node}`;

/** The findings of the nodes inside a block, under the ids that they have there. */
export function findingsInside(all: Findings, prefix: string): Findings {
  const own = all.findings.flatMap((finding) =>
    finding.node?.startsWith(prefix) ? [{ ...finding, node: finding.node.slice(prefix.length) }] : [],
  );
  return { ...all, findings: own };
}

/** Open the panel that shows a finding, with its node selected in the middle where it is still in the drawing. */
export function showFinding(view: ViewStore, { shown, node }: Finding, there: boolean): void {
  if (node !== null && there) {
    const { path, node: inner } = parted(node);
    go(view, path, [inner]);
    view.setState({ centred: { node: inner } });
  }
  view.setState({ dock: shown, dockOpen: true });
}
