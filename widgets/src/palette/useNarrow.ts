// Whether the studio is narrower than a width: its container counts, since a notebook's cell is not the page.
import { useEffect, useState } from "react";
import { useSurroundings } from "../context";

export function useNarrow(width: number): boolean {
  const { root } = useSurroundings();
  const [narrow, setNarrow] = useState(() => root.clientWidth > 0 && root.clientWidth < width);
  useEffect(() => {
    const observer = new ResizeObserver(() => setNarrow(root.clientWidth < width));
    observer.observe(root);
    return () => observer.disconnect();
  }, [root, width]);
  return narrow;
}
