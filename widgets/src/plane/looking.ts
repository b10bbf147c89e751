// The unit under the pointer, wherever its map is drawn; held down, it is silenced.
import { type PointerEvent, useCallback } from "react";
import { boxAt } from "../pictures/layout";
import type { Shown } from "../state";
import type { ViewStore } from "../view";
import { unitBoxes } from "./paintPlane";
import { hold } from "./silencing";

/** How a surface that paints the maps of units answers to the pointer; nothing where it paints something else. */
export function useLooking(view: ViewStore, shown: Shown | undefined, room: { width: number; height: number }) {
  const { width, height } = room;
  const onPoint = useCallback(
    (x: number, y: number) => {
      if (shown?.picture.form !== "plane") return;
      const map = boxAt(unitBoxes(shown, { width, height }), x, y);
      const { node, first } = shown.picture;
      const { looked } = view.getState();
      if (map < 0) return looked && view.setState({ looked: null });
      const unit = first + map;
      if (looked?.node !== node || looked.unit !== unit) view.setState({ looked: { node, unit } });
    },
    [view, shown, width, height],
  );
  const onLeave = useCallback(() => view.setState({ looked: null }), [view]);
  const onPress = useCallback(
    (x: number, y: number, event: PointerEvent) => {
      if (shown?.picture.form !== "plane" || event.button !== 0) return;
      const map = boxAt(unitBoxes(shown, { width, height }), x, y);
      const { node, first } = shown.picture;
      if (map >= 0) hold(view, { node, unit: first + map }, event);
    },
    [view, shown, width, height],
  );
  return shown?.picture.form === "plane" ? { onPoint, onLeave, onPress } : {};
}
