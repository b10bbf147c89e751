// What hangs at the pointer while a kind is dragged out of the palette.
import { titleOf } from "../blocks/kinds";
import { useFamilyColour } from "../canvas/families";
import { kindWord } from "../canvas/words";
import { useStudio, useSurroundings, useView } from "../context";

export function Ghost() {
  const { root } = useSurroundings();
  const placing = useView((state) => state.placing);
  const inserting = useView((state) => state.glow !== null);
  const kind = useStudio((state) => state.kinds[placing?.kind ?? ""]);
  const colour = useFamilyColour(kind);
  if (!placing) return null;
  const box = root.getBoundingClientRect();
  return (
    <div
      className={inserting ? "ghost inserting" : "ghost"}
      data-testid="ghost"
      style={{ left: placing.x - box.left, top: placing.y - box.top, borderLeftColor: colour }}
    >
      {kindWord(titleOf(placing.kind))}
    </div>
  );
}
