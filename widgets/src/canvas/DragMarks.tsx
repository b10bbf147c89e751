// What a drag shows besides the node itself: the lines it is in, and where copies will stand.
import { useViewport, ViewportPortal } from "@xyflow/react";
import { useStudio, useSurroundings, useView } from "../context";
import { boxesOn } from "./arranging";

const FAR = 20_000;

export function DragMarks() {
  const around = useSurroundings();
  const { zoom } = useViewport();
  const guides = useView((state) => state.guides);
  const copies = useView((state) => state.cloning);
  const network = useStudio((state) => state.network);
  const thin = 1 / zoom;
  const sizes = new Map(copies && network ? boxesOn(around).map((box) => [box.id, box]) : []);
  return (
    <ViewportPortal>
      {guides.x !== null && (
        <div className="guide" style={{ left: guides.x, top: -FAR, width: thin, height: 2 * FAR }} />
      )}
      {guides.y !== null && (
        <div className="guide" style={{ left: -FAR, top: guides.y, width: 2 * FAR, height: thin }} />
      )}
      {[...(copies ?? [])].map(([id, { x, y }]) => (
        <div
          key={id}
          className="clone"
          data-testid="clone"
          style={{ left: x, top: y, width: sizes.get(id)?.width, height: sizes.get(id)?.height }}
        />
      ))}
    </ViewportPortal>
  );
}
