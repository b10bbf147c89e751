// The small picture inside a node: what flows out of it now.
import { useCallback } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { useLooking } from "../plane/looking";
import { paintUnits } from "../plane/paintPlane";
import { isUnmoved } from "../plane/unmoved";
import type { ViewState } from "../view";
import { paintThumbnail } from "./paint";
import { type Paint, Surface } from "./Surface";

const NO_LABELS: string[] = [];

/** The unit of a node at an end of the wire that is under the pointer. */
function unitAt(strand: ViewState["strand"], node: string): number | null {
  if (strand?.target === node) return strand.to;
  return strand?.source === node ? strand.from : null;
}

interface Props {
  node: string;
  width: number;
  height: number;
  /** Whether words in it can be read: it is made smaller with the drawing. */
  legible: boolean;
}

/** The picture of a node in a room of its own, which stays empty until there is one. */
export function Thumbnail({ node, width, height, legible }: Props) {
  const { view } = useSurroundings();
  const shown = useStudio((state) => state.pictures?.thumbnails[node]);
  const looked = useView((state) => (state.looked?.node === node ? state.looked.unit : unitAt(state.strand, node)));
  const silenced = useStudio((state) =>
    state.pictures?.silenced?.node === node ? state.pictures.silenced.unit : null,
  );
  const labels = useStudio((state) =>
    shown?.picture.form === "bars" && state.data?.class_names.length === shown.picture.total
      ? state.data.class_names
      : NO_LABELS,
  );
  const paint = useCallback<Paint>(
    (context, palette) => {
      if (shown?.picture.form === "plane") paintUnits(context, shown, { width, height }, palette, { looked, silenced });
      else if (shown) paintThumbnail(context, shown, { width, height }, palette, legible ? labels : null);
    },
    [shown, width, height, labels, legible, looked, silenced],
  );
  const unmoved = useStudio((state) => isUnmoved(state, node));
  const look = useLooking(view, shown, { width, height });
  return (
    <Surface
      width={width}
      height={height}
      paint={paint}
      scaled
      faint={unmoved}
      label={
        shown
          ? `Output of this node as ${shown.picture.form}${unmoved ? ", with the unit that is silenced" : ""}`
          : "No picture yet"
      }
      testid={`thumbnail-${node}`}
      {...look}
    />
  );
}
