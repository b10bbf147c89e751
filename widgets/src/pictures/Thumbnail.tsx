// The small picture inside a node: what flows out of it now.
import { useCallback } from "react";
import { useStudio } from "../context";
import { paintThumbnail } from "./paint";
import { type Paint, Surface } from "./Surface";

const NO_LABELS: string[] = [];

/** The picture of a node in a room of its own, which stays empty until there is one. */
export function Thumbnail({ node, width, height }: { node: string; width: number; height: number }) {
  const shown = useStudio((state) => state.pictures?.thumbnails[node]);
  const labels = useStudio((state) =>
    shown?.picture.form === "bars" && state.data?.class_names.length === shown.picture.total
      ? state.data.class_names
      : NO_LABELS,
  );
  const paint = useCallback<Paint>(
    (context, palette) => {
      if (shown) paintThumbnail(context, shown, { width, height }, palette, labels);
    },
    [shown, width, height, labels],
  );
  return (
    <Surface
      width={width}
      height={height}
      paint={paint}
      scaled
      label={shown ? `Output of this node as ${shown.picture.form}` : "No picture yet"}
      testid={`thumbnail-${node}`}
    />
  );
}
