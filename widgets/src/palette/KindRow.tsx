// One kind in the palette: dragged out, or added by double-click and Enter.
import { memo } from "react";
import { usePlaceInView } from "../canvas/dropping";
import { useFamilyColour } from "../canvas/families";
import { append } from "../canvas/verbs";
import { isOperation, kindWord } from "../canvas/words";
import { useSurroundings } from "../context";
import type { Kind } from "../messages";
import { Icon } from "../ui/Icon";
import { plain } from "../ui/Prose";
import { useDragOut } from "./useDragOut";

/** A kind's name under the heading of its group, which says of an operation what its path says. */
const kindName = (name: string) => (isOperation(name) ? kindWord(name) : name);

export const KindRow = memo(function KindRow({ kind, dot, onUsed }: { kind: Kind; dot: boolean; onUsed: () => void }) {
  const around = useSurroundings();
  const placeInView = usePlaceInView();
  const drag = useDragOut(kind.name, onUsed);
  const colour = useFamilyColour(kind);
  const blocked = kind.obstacle !== "";

  function add() {
    append(around, kind.name, placeInView(kind.name));
    onUsed();
  }

  return (
    <button
      type="button"
      className={blocked ? "palette-kind blocked" : "palette-kind"}
      title={blocked ? kind.obstacle : plain(kind.summary)}
      aria-disabled={blocked}
      data-testid={`palette-${kind.name}`}
      onDoubleClick={blocked ? undefined : add}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || blocked) return;
        event.preventDefault();
        add();
      }}
      {...(blocked ? {} : drag)}
    >
      {dot && <span className="dot" style={{ background: colour }} />}
      <span className="palette-name">{dot ? kind.name : kindName(kind.name)}</span>
      <span className="palette-grip">
        <Icon name="grip" size={12} />
      </span>
    </button>
  );
});
