// A layer on the canvas: its card in three levels of detail. Reads its own node only, so that an edit elsewhere leaves it alone.
import { type NodeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { BlockTitle } from "../blocks/BlockTitle";
import { enter } from "../blocks/going";
import { kindOf } from "../blocks/kinds";
import { prefixOf } from "../blocks/paths";
import { blockWords } from "../blocks/words";
import { useStudio, useSurroundings, useView } from "../context";
import { FindingMark } from "../doctor/FindingMark";
import type { Kind, Layer, NodeReport, Problem } from "../messages";
import { Thumbnail } from "../pictures/Thumbnail";
import { DifferenceMark } from "../runs/DifferenceMark";
import { count, counted, measured, percent, short } from "../ui/format";
import { Icon } from "../ui/Icon";
import type { LayerFlowNode } from "./drawing";
import { FarCard } from "./FarCard";
import { useFamilyColour } from "./families";
import { type Card, PICTURE } from "./geometry";
import { adaptationOf, Learns } from "./Learns";
import { edgesInto, layerAt, lookup, problemsOf } from "./lookup";
import { MidCard } from "./MidCard";
import { NewBadge } from "./NewBadge";
import { Ports } from "./Ports";
import { showProblems } from "./problemVerbs";
import { levelOf, showsWords, steadiness } from "./shown";
import { Title, useRename } from "./Title";
import { useWaitingFor } from "./useWaitingFor";
import { settingWords, shortProblem } from "./words";

/** So many letters of a number and a fact fit the foot of a card. */
const ROOM = 13;

interface Subject {
  id: string;
  card: Card;
  layer: Layer;
  kind: Kind | undefined;
  report: NodeReport | undefined;
}

export const LayerNode = memo(function LayerNode({ id, data, selected }: NodeProps<LayerFlowNode>) {
  const level = useStore((state) => levelOf(state.transform[2]));
  const layer = useStudio((state) => layerAt(state.network, id));
  const { view } = useSurroundings();
  const rename = useRename(id);
  const kind = useStudio((state) => kindOf(state.kinds, layer));
  const report = useStudio((state) => state.report.nodes[id]);
  const problems = useStudio((state) => problemsOf(state.report.problems, id, layer?.network ? layer.id : null));
  const bypassed = useStudio((state) => lookup(state.network).node.get(id)?.bypassed ?? false);
  const linked = useView((state) => state.linked !== null && state.linked === prefixOf(state.path) + layer?.id);
  const colour = useFamilyColour(kind);
  if (!layer) return null;
  const titled = showsWords(level);
  const subject: Subject = { id, card: data.card, layer, kind, report };
  const classes = [
    "card",
    level,
    report?.state ?? "unknown",
    selected ? "chosen" : "",
    layer.trainable ? "" : "frozen",
    bypassed ? "bypassed" : "",
    linked ? "linked" : "",
    layer.network ? (layer.repeat > 1 ? "block repeated" : "block") : "",
    problems[0]?.code === "unknown_kind" ? "unknown-kind" : "",
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter does the same from the keyboard.
    <div
      className={classes.join(" ")}
      style={{ "--family": colour, height: data.card.height } as React.CSSProperties}
      data-testid={`node-${layer.name}`}
      data-state={report?.state}
      onDoubleClick={layer.network ? () => enter(view, layer.id) : titled ? undefined : rename}
    >
      {level === "near" && <Near {...subject} problems={problems} />}
      {level === "mid" && <MidCard {...subject} problems={problems} />}
      {level === "mid" && <CardPicture id={id} top={midPicture(data.card)} />}
      {level === "far" && <FarCard name={layer.name} />}
      <Ports node={id} name={layer.name} card={data.card} labels={level === "near"} />
      <Badge id={id} problems={problems} name={layer.name} />
      <FindingMark id={id} block={layer.network ? layer.id : null} name={layer.name} />
      <DifferenceMark layer={layer.id} name={layer.name} />
      <NewBadge layer={layer.id} name={layer.name} block={layer.network !== null} />
    </div>
  );
});

function Near({ id, card, layer, kind, report, problems }: Subject & { problems: readonly Problem[] }) {
  const inputs = useStudio((state) => edgesInto(state.network, id).length);
  const shared = useStudio((state) => (lookup(state.network).calls.get(layer.id) ?? 0) > 1);
  const waitingFor = useWaitingFor(report);
  const node = useStudio((state) => lookup(state.network).node.get(id));
  const given = node?.arguments;
  const words = layer.network ? blockWords(layer, layer.network) : settingWords(kind, layer, inputs, given);
  const frozen = !layer.trainable && (report?.parameters ?? 0) > 0;
  return (
    <>
      <CardTitle node={id} layer={layer}>
        {node?.bypassed && (
          <span className="card-sign quiet" title="Bypassed: what enters goes straight on">
            <Icon name="bypass" size={12} />
          </span>
        )}
        {node?.pinned && (
          <span className="card-sign quiet" title="Pinned: keeps its place when the drawing is arranged">
            <Icon name="pin" size={12} />
          </span>
        )}
        {frozen && (
          <span className="card-sign" title="Frozen: training leaves its weights as they are">
            <Icon name="snowflake" size={12} />
          </span>
        )}
        {shared && (
          <span className="card-sign" title="Shares its weights with the other calls of this layer">
            <Icon name="shared" size={12} />
          </span>
        )}
      </CardTitle>
      <div className="card-words" title={words}>
        {waitingFor ? `waiting for ${waitingFor}` : node?.bypassed ? "bypassed" : words}
      </div>
      <CardPicture id={id} top={card.picture} />
      <div className="card-foot">
        <Facts id={id} report={report} problems={problems} layer={layer} />
      </div>
    </>
  );
}

function CardTitle(props: React.ComponentProps<typeof Title>) {
  return props.layer.network ? <BlockTitle {...props} /> : <Title {...props} />;
}

interface FactsProps {
  id: string;
  layer: Layer;
  report: NodeReport | undefined;
  problems: readonly Problem[];
}

function Facts({ id, layer, report, problems }: FactsProps) {
  const learns = useStudio((state) => adaptationOf(state.adaptation, layer.id));
  const fact = useStudio((state) => {
    const shown = state.pictures?.thumbnails[id];
    return shown ? factOf(shown.picture.dead.length, shown.picture.facts) : "";
  });
  if (report?.state === "faulty") {
    return <span className="in-error card-fault">{shortProblem(problems[0])}</span>;
  }
  if (!report || report.state === "waiting") return <span>— params</span>;
  return (
    <>
      {learns ? (
        <Learns state={learns} name={layer.name} />
      ) : (
        <span title={counted(report.parameters, "parameter")}>{fewLetters(report.parameters, fact)} params</span>
      )}
      {fact.endsWith(UNSOUND) ? (
        <span className="in-error" title="Values that are NaN or infinite">
          {fact}
        </span>
      ) : (
        <span>{fact}</span>
      )}
    </>
  );
}

/** Exact, or in few letters where a live fact beside it leaves no room. */
function fewLetters(parameters: number, fact: string): string {
  const exact = count(parameters);
  return fact === "" || (parameters < 10_000 && exact.length + fact.length <= ROOM) ? exact : short(parameters);
}

/** Short, since a card has little room; infinite values are counted too. */
const UNSOUND = "NaN";

function factOf(dead: number, facts: Record<string, number>): string {
  if (facts.nan !== undefined) return facts.nan < 0.01 ? UNSOUND : `${percent(facts.nan, 0)} ${UNSOUND}`;
  if (dead > 0) return `${dead} dead`;
  if (facts.zeros !== undefined && facts.zeros >= 0.005) return `${percent(facts.zeros, 0)} zero`;
  return facts.mean === undefined ? "" : `mean ${measured(facts.mean).replace(/(\.\d\d)\d+$/, "$1")}`;
}

/** Where the picture begins while the card has fewer lines above and none below it. */
function midPicture({ picture, height }: Card): number | null {
  return picture === null ? null : height - PICTURE.height - 12;
}

/** Above it words in a picture are smaller than they can be read. */
const ILLEGIBLE = 1.5;

function CardPicture({ id, top }: { id: string; top: number | null }) {
  const legible = useStore((state) => steadiness(state.transform[2]) <= ILLEGIBLE);
  if (top === null) return null;
  return (
    <div className="card-picture" style={{ top, ...PICTURE }}>
      <Thumbnail node={id} legible={legible} {...PICTURE} />
    </div>
  );
}

function Badge({ id, problems, name }: { id: string; problems: readonly Problem[]; name: string }) {
  const around = useSurroundings();
  const [first] = problems;
  if (!first || first.severity === "hint") return null;
  const sentences = problems.map((problem) => problem.message);
  const text = first.severity === "error" ? String(problems.length) : "!";
  return (
    <button
      type="button"
      className={`card-badge nodrag ${first.severity}`}
      title={sentences.join("\n")}
      aria-label={`${text}: ${sentences.join(" ")}`}
      data-testid={`badge-${name}`}
      onClick={() => {
        showProblems(around, id, problems);
        around.view.setState({ dock: "problems", dockOpen: true });
      }}
    >
      {text}
    </button>
  );
}
