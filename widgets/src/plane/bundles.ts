// Which weights the screen has to draw, and between which places: of small dense layers whose cards show maps.
import type { LayerFlowNode } from "../canvas/drawing";
import { CARD_WIDTH, PICTURE, PICTURE_LEFT } from "../canvas/geometry";
import type { Network } from "../messages";
import type { PictureSet } from "../state";
import { unitBoxes } from "./paintPlane";
import { type Bundle, bundleOf, heights, spread } from "./strands";

export function bundlesOf(
  network: Network,
  pictures: PictureSet | null,
  cards: readonly LayerFlowNode[],
): readonly Bundle[] {
  if (!pictures || Object.keys(pictures.weights).length === 0) return [];
  const card = new Map(cards.map((each) => [each.id, each]));
  return network.edges.flatMap((edge) => {
    const shown = pictures.weights[edge.target];
    const [source, target] = [card.get(edge.source), card.get(edge.target)];
    if (!shown || !source || !target || source.data.card.picture === null) return [];
    const from = meeting(source, pictures, shown.header.inputs);
    const to = meeting(target, pictures, shown.header.units);
    const starts = from.map((y) => ({ x: source.position.x + CARD_WIDTH, y }));
    const ends = to.map((y) => ({ x: target.position.x, y }));
    return [bundleOf(shown, { source: edge.source, target: edge.target, starts, ends })];
  });
}

/** How far the pictures stand in is the same on both sides: only their heights count. */
function meeting(card: LayerFlowNode, pictures: PictureSet, count: number): number[] {
  const top = card.position.y + (card.data.card.picture ?? PICTURE_LEFT);
  const shown = pictures.thumbnails[card.id];
  const mapped = shown?.picture.form === "plane" && shown.picture.count === count;
  const along = mapped ? heights(unitBoxes(shown, PICTURE)) : spread(count, PICTURE.height);
  return along.map((y) => top + y);
}
