// What a node carries besides its settings: whether it is bypassed, whether it keeps its place.
import { useStudio, useSurroundings } from "../context";
import type { NetworkNode } from "../messages";
import { Toggle } from "./ChoiceField";

export function Marks({ node, bypassable }: { node: NetworkNode; bypassable: boolean }) {
  const { studio } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  return (
    <section>
      {bypassable && (
        <Mark label="bypassed" words="what enters goes straight on">
          <Toggle
            label="Bypassed"
            on={node.bypassed}
            disabled={!drawable}
            testid="bypassed"
            onTurn={(bypassed) => studio.edit({ type: "set_bypassed", node: node.id, bypassed })}
          />
        </Mark>
      )}
      <Mark label="pinned" words="keeps its place">
        <Toggle
          label="Pinned"
          on={node.pinned}
          disabled={!drawable}
          testid="pinned"
          onTurn={(pinned) => studio.edit({ type: "set_pinned", node: node.id, pinned })}
        />
      </Mark>
    </section>
  );
}

function Mark({ label, words, children }: { label: string; words: string; children: React.ReactNode }) {
  return (
    <div className="setting">
      <span className="setting-name">{label}</span>
      <div className="setting-field">
        {children}
        <span className="secondary">{words}</span>
      </div>
    </div>
  );
}
