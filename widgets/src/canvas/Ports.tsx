// The places on a card where wires end and begin.
import { Handle, Position } from "@xyflow/react";
import { Fragment, memo, type MouseEvent as Press } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { tupleShape } from "../ui/format";
import type { ViewState } from "../view";
import { type Card, type Inlet, inletId, outletId } from "./geometry";
import { edgeId, layerAt } from "./lookup";
import { namesOfOutputs, outputWord } from "./outputs";
import { portKey } from "./ranks";

/** A card's border, which places inside it are not measured from. */
const BORDER = 1;
/** How wide names beside ports may be together, and about how wide a letter of them is. */
const ROOM = 134;
const LETTER = 4.9;

interface Props {
  node: string;
  name: string;
  card: Card;
  labels: boolean;
}

export const Ports = memo(function Ports({ node, name, card, labels }: Props) {
  const connecting = useView((state) => state.connecting);
  const marked = useView((state) => (state.marked?.node === node ? state.marked.output : null));
  const aimed = useView((state) => (state.aimed?.node === node ? state.aimed : null));
  const names = useStudio((state) => namesOfOutputs(layerAt(state.network, node), state.report.nodes[node]));
  const specs = useStudio((state) => state.report.nodes[node]?.outputs);
  const several = card.outlets.length > 1;
  return (
    <>
      {card.inlets.map((inlet) => (
        <InletPort
          key={inletId(inlet.port, inlet.slot)}
          inlet={inlet}
          name={name}
          labels={labels}
          fit={aimed?.port === inlet.port && aimed.slot === inlet.slot ? "aimed" : fitOf(connecting, node, inlet.port)}
          faced={several && card.outlets.some(({ y }) => y === inlet.y)}
        />
      ))}
      {card.outlets.map(({ output, y }) => {
        const word = outputWord(names, output, card.outlets.length);
        const spec = specs?.[output];
        return (
          <Fragment key={output}>
            <Handle
              id={outletId(output)}
              type="source"
              position={Position.Right}
              className={`port ${marked === output ? "aimed" : fitOf(connecting, node, output)}`}
              style={{ top: y - BORDER }}
              title={spec ? `${word} ${tupleShape(spec.shape)}` : word}
              data-testid={`out-${name}-${output}`}
            />
            {labels && several && names[output] && (
              <span className="port-label outlet" style={{ top: y - BORDER, maxWidth: roomAt(card, y) }} title={word}>
                {word}
              </span>
            )}
          </Fragment>
        );
      })}
    </>
  );
});

/** How wide the name of an output may be: what the input across from it leaves. */
function roomAt(card: Card, y: number): number {
  const across = card.inlets.find((inlet) => inlet.y === y)?.label ?? "";
  return Math.max(ROOM - LETTER * across.length - (across ? 6 : 0), 36);
}

/** While a wire is drawn: whether a port of a node, or an output by its number, could be its other end. */
function fitOf(connecting: ViewState["connecting"], node: string, port: string | number): "" | "fits" | "dim" {
  if (!connecting) return "";
  const { end, blocked, unfit } = connecting;
  const other = "output" in end ? typeof port === "string" : typeof port === "number";
  return other && !blocked.has(node) && !unfit.has(portKey(node, port)) ? "fits" : "dim";
}

interface InletProps {
  inlet: Inlet;
  name: string;
  labels: boolean;
  fit: string;
  /** The name of an output stands across from it, and wants the room. */
  faced: boolean;
}

function InletPort({ inlet, name, labels, fit, faced }: InletProps) {
  const { root } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  const { edge } = inlet;
  const shape = inlet.next ? "next" : inlet.optional ? "optional" : "";

  /** A wire is taken off at its end: the port hands the press on to the end of its wire. */
  function pull(event: Press) {
    if (!edge || !drawable || event.button !== 0) return;
    const end = root.querySelector(`[data-id="${CSS.escape(edgeId(edge))}"] .react-flow__edgeupdater-target`);
    if (!end) return;
    event.stopPropagation();
    const { clientX, clientY } = event;
    end.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, composed: true, button: 0, clientX, clientY }));
  }

  return (
    <>
      <Handle
        id={inletId(inlet.port, inlet.slot)}
        type="target"
        position={Position.Left}
        className={`port ${shape} ${fit}`}
        style={{ top: inlet.y - BORDER }}
        title={inlet.next ? `${inlet.port}: one more` : inlet.optional ? `${inlet.port}, may stay free` : inlet.port}
        data-testid={`port-${name}-${inlet.port}${inlet.slot > 0 ? `-${inlet.slot}` : ""}`}
        onMouseDownCapture={pull}
      />
      {labels && inlet.label && (inlet.slot === 0 || !inlet.next) && (
        <span className="port-label" style={{ top: inlet.y - BORDER }}>
          {inlet.label}
          {inlet.optional && !faced && <i> optional</i>}
        </span>
      )}
    </>
  );
}
