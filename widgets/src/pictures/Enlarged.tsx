// One node's output, large, in the form the kernel chose for it.
import { useCallback } from "react";
import { useStudio } from "../context";
import { Units } from "../plane/Units";
import { isUnmoved } from "../plane/unmoved";
import type { Shown } from "../state";
import { Bars } from "./Bars";
import { Histogram } from "./Histogram";
import { Maps } from "./Maps";
import { paintImage } from "./paint";
import { type Paint, Surface } from "./Surface";

/** The height of the sentence above a picture, in two lines. */
const SENTENCE = 32;

/** The largest picture there is of a node; undefined before the first. */
export function useShown(node: string | null): Shown | undefined {
  return useStudio((state) => {
    if (!node || !state.pictures) return undefined;
    const { enlarged, thumbnails } = state.pictures;
    return enlarged[node] ?? thumbnails[node];
  });
}

interface Props {
  shown: Shown;
  width: number;
  height: number;
}

/** Says of a picture that a silenced unit does not change that it is so. */
export function Enlarged({ shown, width, height }: Props) {
  const { node } = shown.picture;
  const unmoved = useStudio((state) => isUnmoved(state, node));
  if (!unmoved) return <Formed shown={shown} width={width} height={height} />;
  return (
    <div className="unmoved" data-testid="unmoved" style={{ width }}>
      <p className="secondary">With all units: only maps over the plane are shown without the one that is silenced.</p>
      <Formed shown={shown} width={width} height={Math.max(40, height - SENTENCE)} />
    </div>
  );
}

function Formed({ shown, width, height }: Props) {
  switch (shown.picture.form) {
    case "maps":
      return <Maps shown={shown} width={width} height={height} />;
    case "bars":
      return <Bars shown={shown} width={width} height={Math.min(height, 120)} />;
    case "histogram":
      return <Histogram shown={shown} width={width} height={Math.min(height, 120)} />;
    case "plane":
      return <Units shown={shown} width={width} height={height} />;
    case "image":
      return <Image shown={shown} width={width} height={height} />;
  }
}

function Image({ shown, width, height }: { shown: Shown; width: number; height: number }) {
  const side = Math.min(height, (width * shown.picture.height) / shown.picture.width);
  const paint = useCallback<Paint>(
    (context) => paintImage(context, shown, { width, height: side }),
    [shown, width, side],
  );
  const { height: rows, width: columns } = shown.picture;
  return <Surface width={width} height={side} paint={paint} label={`Image of ${rows}×${columns}`} testid="image" />;
}
