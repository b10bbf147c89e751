// The maps of one node, large: values under the pointer, dead ones crossed, one pinned in every panel by a click.
import { useCallback, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { positionAt } from "../explain/computing";
import type { Shown } from "../state";
import { count, counted, measured } from "../ui/format";
import { Captioned } from "./Captioned";
import { boxAt } from "./layout";
import { Pages } from "./Pages";
import { mapBoxes, paintMaps } from "./paint";
import { mapMean, mapValue } from "./pixels";
import { Scale } from "./Scale";
import type { Paint } from "./Surface";

const GAP = 1;

export function Maps({ shown, width, height }: { shown: Shown; width: number; height: number }) {
  const { view } = useSurroundings();
  const { picture, values } = shown;
  const { first } = picture;
  const pinned = useView((state) => (state.pinned?.node === picture.node ? state.pinned.map : null));
  const averaged = useStudio((state) => (state.pictures?.averaged ?? 0) > 0);
  const [over, setOver] = useState<{ map: number; value: string } | null>(null);
  const report = useStudio((state) => state.report.nodes[picture.node]);
  const boxes = mapBoxes(shown, { width, height }, GAP);
  const used = boxes.reduce((lowest, box) => Math.max(lowest, box.y + box.height), 0);

  const paint = useCallback<Paint>(
    (context, palette) =>
      paintMaps(context, shown, { width, height }, palette, {
        gap: GAP,
        crossDead: true,
        pinned: pinned === null ? null : pinned - first,
      }),
    [shown, width, height, pinned, first],
  );
  const placeAt = (x: number, y: number) => {
    const map = boxAt(boxes, x, y);
    const box = boxes[map];
    if (!box) return null;
    const row = Math.floor(((y - box.y) / box.height) * picture.height);
    const column = Math.floor(((x - box.x) / box.width) * picture.width);
    return { map, row, column };
  };
  const point = (x: number, y: number) => {
    const place = placeAt(x, y);
    if (!place) return setOver(null);
    const { map, row, column } = place;
    const value = mapValue(picture, values, map, row, column);
    setOver({
      map,
      value: `row ${row}, column ${column}: ${Number.isNaN(value) ? "NaN or infinite" : measured(value)}`,
    });
  };
  const pick = (x: number, y: number) => {
    const place = placeAt(x, y);
    if (!place) return;
    const map = first + place.map;
    // Of a mean over samples no value is computed by the layer.
    const position = averaged ? null : positionAt(picture, report, map, place.row, place.column);
    view.setState({
      pinned: map === pinned ? null : { node: picture.node, map },
      computed: position && { node: picture.node, position },
    });
  };
  const told =
    over?.map ?? (pinned === null || pinned < first || pinned >= first + picture.count ? null : pinned - first);
  return (
    <Captioned
      width={width}
      height={used}
      paint={paint}
      label={`${counted(picture.count, "map")} of ${picture.total}, ${picture.height}×${picture.width} each`}
      testid="maps"
      onPoint={point}
      onLeave={() => setOver(null)}
      onPick={pick}
    >
      <span className="secondary">{told === null ? summary(shown) : mapWords(shown, told, over?.value)}</span>
      <Pages picture={picture} of="Maps" />
      <Scale />
    </Captioned>
  );
}

function summary({ picture }: Shown): string {
  const all =
    picture.total > picture.count ? `${picture.count} of ${picture.total} maps` : counted(picture.count, "map");
  return picture.dead.length > 0 ? `${all}, ${picture.dead.length} dead` : all;
}

function mapWords({ picture, values }: Shown, map: number, at: string | undefined): string {
  const number = count(picture.first + map);
  if (at) return `Map ${number} · ${at}`;
  const high = measured(picture.highs[map] ?? 0);
  return `Map ${number}: max ${high}, mean ${measured(mapMean(picture, values, map))}`;
}
