// The layers and wires that a fix would add or change, dashed, with what they cost.
import { useStore, ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { kindOf } from "../blocks/kinds";
import { blockWords } from "../blocks/words";
import { useStudio, useView } from "../context";
import type { NetworkNode } from "../messages";
import { costOf, costWords, type Outcome, useOutcome } from "../problems/preview";
import { wireShape } from "../ui/format";
import { CardMaker, type LayerFlowNode, type WireData } from "./drawing";
import type { Ghost } from "./ghost";
import { labelPlace } from "./labels";
import { edgeId, edgesInto, layerAt, lookup } from "./lookup";
import { levelOf, showsPictures, showsWords, steadiness } from "./shown";
import { WireMaker } from "./wires";
import { kindWord, settingWords } from "./words";

export function Ghosts({ ghost }: { ghost: Ghost }) {
  const kinds = useStudio((state) => state.kinds);
  const pictured = useStudio(showsPictures);
  const path = useView((state) => state.path);
  const edit = useView((state) => state.preview?.edit ?? null);
  const outcome = useOutcome(path, edit);
  const { cards, wires } = useMemo(() => {
    const made = new CardMaker().make(ghost.network, kinds, pictured);
    const fresh = new Set(ghost.wires.map(edgeId));
    const laid = new WireMaker().make(ghost.network, made);
    return {
      cards: new Map(made.map((card) => [card.id, card])),
      wires: laid.flatMap(({ id, data }) => (data && fresh.has(id) ? [data] : [])),
    };
  }, [ghost, kinds, pictured]);
  return (
    <ViewportPortal>
      <div className="ghosts" aria-hidden="true" data-testid="ghosts">
        <svg className="ghost-wires" aria-hidden="true">
          {wires.map((wire) => (
            <path key={edgeId(wire.edge)} d={wire.path} data-testid="ghost-wire" />
          ))}
        </svg>
        {[...ghost.added, ...ghost.changed].map((node) => (
          <GhostCard key={node.id} node={node} card={cards.get(node.id)} ghost={ghost} outcome={outcome} />
        ))}
        {wires.map((wire) => (
          <GhostLabel key={edgeId(wire.edge)} wire={wire} outcome={outcome} />
        ))}
      </div>
    </ViewportPortal>
  );
}

interface CardProps {
  node: NetworkNode;
  card: LayerFlowNode | undefined;
  ghost: Ghost;
  outcome: Outcome | null;
}

function GhostCard({ node, card, ghost, outcome }: CardProps) {
  const level = useStore((state) => levelOf(state.transform[2]));
  const layer = layerAt(ghost.network, node.id);
  const kind = useStudio((state) => kindOf(state.kinds, layer));
  const before = useStudio((state) => state.report.nodes);
  if (!layer || !card) return null;
  const inputs = edgesInto(ghost.network, node.id).length;
  const words = layer.network ? blockWords(layer, layer.network) : settingWords(kind, layer, inputs, node.arguments);
  const told = outcome?.[node.id];
  const alone = lookup(ghost.network).calls.get(layer.id) === 1;
  const cost = told && alone ? costWords(costOf(before, { [node.id]: told })) : "";
  const name = ghost.added.includes(node) ? "preview" : layer.name;
  return (
    <div
      className={`ghost-card ${level}`}
      style={{ transform: `translate(${node.x}px, ${node.y}px)`, height: card.data.card.height }}
      data-testid={`ghost-${layer.name}`}
    >
      {level !== "speck" && (
        <>
          <p className="ghost-title">
            <b>{layer.network ? layer.name : kindWord(layer.kind)}</b>
            {level === "near" && <span>{name}</span>}
          </p>
          {level === "near" && <p>{words}</p>}
          <p className="ghost-cost">{level === "far" ? cost.replace(" params", "") : cost}</p>
        </>
      )}
    </div>
  );
}

function GhostLabel({ wire, outcome }: { wire: WireData; outcome: Outcome | null }) {
  const level = useStore((state) => levelOf(state.transform[2]));
  const steady = useStore((state) => steadiness(state.transform[2]));
  const { source, output } = wire.edge;
  const known = useStudio((state) => state.report.nodes[source]?.outputs[output]?.shape);
  const shape = outcome?.[source]?.outputs[output]?.shape ?? known;
  if (!shape || !wire.labelled || !showsWords(level)) return null;
  const text = wireShape(shape);
  const { x, y, above } = labelPlace(wire, text, steady, true);
  return (
    <span
      className={`wire-label ghost-label ${above ? "above" : "on"}`}
      style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%) scale(var(--steady))` }}
    >
      {text}
    </span>
  );
}
