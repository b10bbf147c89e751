// A card at the middle level of zoom: what fits of it in type of the usual size.
import { useStore } from "@xyflow/react";
import { timesWord } from "../blocks/words";
import { useStudio, useView } from "../context";
import type { Layer, NodeReport, Problem } from "../messages";
import { wireShape } from "../ui/format";
import { CARD_WIDTH, type Card } from "./geometry";
import { adaptationOf, Learns } from "./Learns";
import { type Line, midLines } from "./midLines";
import { steadiness } from "./shown";
import { NameField, useRename } from "./Title";
import { useMeasure } from "./useMeasure";
import { useWaitingFor } from "./useWaitingFor";
import { kindWords, shortProblem } from "./words";

/** A card's borders, the free edge beside its words, a line of them, and the room above a picture: the last in canvas pixels. */
const BORDERS = 4;
const EDGE = 5;
const LINE = 14;
const HEAD = 60;

interface Props {
  id: string;
  card: Card;
  layer: Layer;
  report: NodeReport | undefined;
  problems: readonly Problem[];
}

export function MidCard({ id, card, layer, report, problems }: Props) {
  const steady = useStore((state) => steadiness(state.transform[2]));
  const renaming = useView((state) => state.renaming === id);
  const rename = useRename(id);
  const measure = useMeasure();
  const waitingFor = useWaitingFor(report);
  const learns = useStudio((state) => adaptationOf(state.adaptation, layer.id));
  const spec = report?.outputs[0];
  const faulty = report?.state === "faulty";
  const words = faulty ? shortProblem(problems[0]) : spec ? wireShape(spec.shape) : waitingFor ? "waiting" : "?";
  const room = {
    width: (CARD_WIDTH - BORDERS) / steady - 2 * EDGE,
    lines: Math.max(2, Math.floor((card.picture === null ? card.height : HEAD) / (LINE * steady))),
  };
  const said = layer.network
    ? { kinds: [], name: [layer.name, timesWord(layer)].filter(Boolean).join(" "), words }
    : { kinds: kindWords(layer.kind), name: layer.name, words };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard.
    <div
      className={card.picture === null ? "card-mid" : "card-mid pictured"}
      title={`${layer.network ? "Block" : layer.kind} ${layer.name}`}
      onDoubleClick={layer.network ? undefined : rename}
    >
      {renaming ? <NameField layer={layer} /> : midLines(said, room, measure).map(lineOf)}
    </div>
  );

  function lineOf({ kind, name, words: last }: Line, at: number) {
    if (last !== undefined)
      return (
        <div className="card-words" key="words" title={waitingFor && `waiting for ${waitingFor}`}>
          {faulty ? <span className="in-error card-fault">{words}</span> : words}
          {learns && " · "}
          {learns && <Learns state={learns} name={layer.name} />}
        </div>
      );
    return (
      <div className="card-line" key={at}>
        {kind && <span className="card-kind">{kind}</span>}
        {name && (
          <span className={layer.network ? "card-kind" : "card-name"}>
            <bdi>{name}</bdi>
          </span>
        )}
      </div>
    );
  }
}
