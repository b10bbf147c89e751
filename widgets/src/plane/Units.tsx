// The maps of a node's units, large: the one under the pointer is shown in the big plane, and silenced while it is held.
import { useCallback } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { Captioned } from "../pictures/Captioned";
import type { Paint } from "../pictures/Surface";
import type { Shown } from "../state";
import { counted } from "../ui/format";
import { useLooking } from "./looking";
import { paintUnits, unitBoxes } from "./paintPlane";
import { Ramp } from "./Ramp";

export function Units({ shown, width, height }: { shown: Shown; width: number; height: number }) {
  const { picture } = shown;
  const { view } = useSurroundings();
  const looked = useView((state) => (state.looked?.node === picture.node ? state.looked.unit : null));
  const silenced = useStudio(({ pictures }) =>
    pictures?.silenced?.node === picture.node ? pictures.silenced.unit : null,
  );
  const used = unitBoxes(shown, { width, height }).reduce((low, box) => Math.max(low, box.y + box.height), 0);
  const look = useLooking(view, shown, { width, height });
  const paint = useCallback<Paint>(
    (context, palette) => paintUnits(context, shown, { width, height }, palette, { looked, silenced }),
    [shown, width, height, looked, silenced],
  );
  const cut = picture.total > picture.count ? ` of ${picture.total}` : "";
  return (
    <Captioned
      width={width}
      height={used}
      paint={paint}
      label={`What ${counted(picture.count, "unit")}${cut} answer over the plane`}
      testid="units"
      {...look}
    >
      <span className="secondary">
        {looked === null ? `${counted(picture.count, "unit")}${cut}` : `Unit ${looked}`}
        {looked !== null && looked === silenced && ", silenced"}
      </span>
      <Ramp low={picture.lows[looked ?? 0] ?? -1} high={picture.highs[looked ?? 0] ?? 1} />
    </Captioned>
  );
}
