// The ghost of the fix that is looked at, for the canvas that shows the network it edits.
import { useMemo } from "react";
import { useStudio, useView } from "../context";
import { type Ghost, ghostOf } from "./ghost";

export function useGhost(): Ghost | null {
  const network = useStudio((state) => state.network);
  const preview = useView((state) => state.preview);
  const path = useView((state) => state.path);
  return useMemo(() => {
    if (!preview || preview.path.join("/") !== path.join("/")) return null;
    return ghostOf(network, preview.edit);
  }, [network, preview, path]);
}
