// Asking for a landscape and giving it up; what was found stays with the view.
import { useCallback } from "react";
import { useSurroundings, useView } from "../context";
import type { LandscapeFound } from "../messages";
import { commandOf, type Drawn, foundOf, type Wish } from "./landscape";

export function useLandscape(): { drawn: Drawn | null; draw: (wish: Wish) => void; giveUp: () => void } {
  const { studio, view } = useSurroundings();
  const drawn = useView((state) => state.landscape);
  const draw = useCallback(
    (wish: Wish) => {
      const mine: Drawn = { state: "asked" };
      // What was given up has nothing to say any more.
      const settle = (to: Drawn) => view.getState().landscape === mine && view.setState({ landscape: to });
      view.setState({ landscape: mine });
      studio.store.setState({ landscaping: null });
      const { status, revision } = studio.store.getState();
      studio.request<LandscapeFound>(commandOf(wish, view.getState().id)).then(
        (answered) => settle({ state: "found", found: foundOf(answered, { wish, run: status.run, revision }) }),
        (error: Error) => settle({ state: "failed", sentence: error.message }),
      );
    },
    [studio, view],
  );
  const giveUp = useCallback(() => {
    const { id, landscapeWish } = view.getState();
    view.setState({ landscape: null });
    studio.request({ ...commandOf(landscapeWish, id), stop: true }).catch(() => undefined);
  }, [studio, view]);
  return { drawn, draw, giveUp };
}
