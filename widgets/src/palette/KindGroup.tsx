// A family of kinds in the palette, folded or open.
import { useState } from "react";
import { familyColour } from "../canvas/families";
import { useView } from "../context";
import type { Group, Kind } from "../messages";
import { Fold, type Folding } from "./Fold";
import { KindRow } from "./KindRow";
import { NewLayer } from "./NewLayer";

const FIRST = 8;
/** The group of the user's own layers, which is there also while it is empty. */
export const OWN = "My layers";

interface Props extends Folding {
  group: Group;
  kinds: readonly Kind[];
  onUsed: () => void;
}

export function KindGroup({ group, kinds, open, onToggle, onUsed }: Props) {
  const [all, setAll] = useState(false);
  const dark = useView((state) => state.theme === "dark");
  const shown = all || kinds.length <= FIRST + 1 ? kinds : kinds.slice(0, FIRST);
  return (
    <li>
      <Fold name={group.name} count={kinds.length} testid={`group-${group.name}`} open={open} onToggle={onToggle}>
        <span className="dot" style={{ background: familyColour(group.name, [group], dark) }} />
      </Fold>
      {open && (
        <div className="palette-kinds">
          {shown.map((kind) => (
            <KindRow key={kind.name} kind={kind} dot={false} onUsed={onUsed} />
          ))}
          {shown.length < kinds.length && (
            <button type="button" className="palette-kind palette-more" onClick={() => setAll(true)}>
              {kinds.length - shown.length} more
            </button>
          )}
          {group.name === OWN && <NewLayer />}
        </div>
      )}
    </li>
  );
}
