// Wires between cards at rest, one React Flow edge each, laid at once or in steps. Objects of before stay where nothing changed.
import { sameEdge } from "../edits";
import type { Edge, Network } from "../messages";
import { DOT, type LayerFlowNode, type WireData, type WireFlowEdge } from "./drawing";
import { inletId, outletId } from "./geometry";
import { edgeId } from "./lookup";
import { crossings, parting, path } from "./paths";
import { type Box, type Point, type Route, Router, type Wanted } from "./routing";
import { atOnce, type Steps } from "./steps";

type Wires = readonly WireFlowEdge[];

const NO_WIRES: Wires = [];
/** So many wires are a step. */
const STEP = 128;

/** What wires are laid for: the cards, and the edges between them. */
interface Asked {
  edges: readonly Edge[];
  nodes: readonly LayerFlowNode[];
}

export class WireMaker {
  private readonly router = new Router();
  private made = new Map<string, WireFlowEdge>();
  private last: { asked: Asked; wires: Wires } | null = null;
  private begun: { asked: Asked; steps: Steps<Wires> } | null = null;

  /** The wires that were laid last. */
  get latest(): Wires {
    return this.last?.wires ?? NO_WIRES;
  }

  make(network: Pick<Network, "edges">, nodes: readonly LayerFlowNode[]): Wires {
    return atOnce(this.laying(network, nodes));
  }

  /**
   * The wires, laid step by step. Most edits move no card and change no edge: then they are those of before, and what
   * was begun goes on. What was begun for other cards or edges must not.
   */
  laying({ edges }: Pick<Network, "edges">, nodes: readonly LayerFlowNode[]): Steps<Wires> {
    const asked = { edges, nodes };
    if (this.begun && alike(this.begun.asked, asked)) return this.begun.steps;
    this.begun = { asked, steps: this.stepped(asked) };
    return this.begun.steps;
  }

  private *stepped(asked: Asked): Steps<Wires> {
    if (!this.last || !alike(this.last.asked, asked)) this.last = { asked, wires: yield* this.lay(asked) };
    this.begun = null;
    return this.last.wires;
  }

  private *lay({ edges, nodes }: Asked): Steps<Wires> {
    const wanted = wantedOf(edges, nodes);
    yield;
    const found = yield* this.router.lay([...wanted.values()], nodes.map(boxOf));
    const dressed = yield* dress(wanted, found);
    const before = this.made;
    this.made = new Map();
    const wires: WireFlowEdge[] = [];
    for (const [id, data] of dressed) {
      const known = before.get(id);
      const wire = known?.data && looksLike(known.data, data) ? known : flowEdge(id, data);
      this.made.set(id, wire);
      wires.push(wire);
    }
    return wires;
  }
}

function alike(one: Asked, two: Asked): boolean {
  return same(one.nodes, two.nodes, Object.is) && same(one.edges, two.edges, sameEdge);
}

function same<T>(before: readonly T[], now: readonly T[], equal: (a: T, b: T) => boolean): boolean {
  return before === now || (before.length === now.length && before.every((each, i) => equal(each, now[i] as T)));
}

/** The wires of edges that there still are. */
export function remaining(wires: Wires, edges: readonly Edge[]): Wires {
  const present = new Set(edges.map(edgeId));
  return wires.every(({ id }) => present.has(id)) ? wires : wires.filter(({ id }) => present.has(id));
}

/** Whether a card is where a wire was laid to: a wire of many that are laid in steps may be still to come. */
export function reaches(box: Box, { position }: LayerFlowNode): boolean {
  return box.x === position.x && box.y === position.y;
}

type Ends = Wanted & { edge: Edge };

function wantedOf(edges: readonly Edge[], nodes: readonly LayerFlowNode[]): Map<string, Ends> {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const wanted = new Map<string, Ends>();
  for (const edge of edges) {
    const [source, target] = [at.get(edge.source), at.get(edge.target)];
    if (!source || !target) continue;
    const id = edgeId(edge);
    const [fromBox, toBox] = [boxOf(source), boxOf(target)];
    const outlet = source.data.card.outlets.find((each) => each.output === edge.output);
    const inlet = target.data.card.inlets.find((each) => each.port === edge.port && each.slot === edge.slot);
    wanted.set(id, {
      id,
      edge,
      tensor: `${edge.source}.${edge.output}`,
      from: { x: fromBox.x + fromBox.width + DOT, y: fromBox.y + (outlet?.y ?? 0) },
      to: { x: toBox.x - DOT, y: toBox.y + (inlet?.y ?? 0) },
      fromBox,
      toBox,
    });
  }
  return wanted;
}

const boxes = new WeakMap<LayerFlowNode, Box>();

/** The room of a card; the same object as long as the card is, by which the router knows that it has not moved. */
function boxOf(node: LayerFlowNode): Box {
  const known = boxes.get(node);
  if (known) return known;
  const { width, height } = node.data.card;
  const box = { ...node.position, width, height };
  boxes.set(node, box);
  return box;
}

/** What the routes look like: bends, gaps where one passes under another, a dot where a tensor parts, one label a tensor. */
function* dress(wanted: ReadonlyMap<string, Ends>, found: ReadonlyMap<string, Route>): Steps<Map<string, WireData>> {
  yield;
  const under = crossings(found, (id) => wanted.get(id)?.tensor ?? id);
  yield;
  const families = new Map<string, Route[]>();
  for (const { id, tensor } of wanted.values()) {
    const way = found.get(id);
    const family = families.get(tensor);
    if (way && family) family.push(way);
    else if (way) families.set(tensor, [way]);
  }
  const said = new Set<string>();
  const dressed = new Map<string, WireData>();
  for (const { id, tensor, edge, from, to, fromBox, toBox } of wanted.values()) {
    const way = found.get(id);
    if (!way) continue;
    const once = `${tensor}>${edge.target}`;
    const labelled = !said.has(once);
    said.add(once);
    const { points, label, close } = way;
    const drawn = path(points, under.get(id) ?? NO_GAPS);
    const dot = parting(way, families.get(tensor) ?? []);
    dressed.set(id, { edge, from, to, points, path: drawn, label, close, labelled, dot, fromBox, toBox });
    if (dressed.size % STEP === 0) yield;
  }
  return dressed;
}

const NO_GAPS: readonly Point[] = [];

function looksLike(one: WireData, two: WireData): boolean {
  const at = (a: Point | null, b: Point | null) => a === b || (a?.x === b?.x && a?.y === b?.y);
  const drawn = one.path === two.path && at(one.label, two.label) && at(one.dot, two.dot);
  const says = one.labelled === two.labelled && one.close === two.close;
  return drawn && says && one.fromBox === two.fromBox && one.toBox === two.toBox;
}

function flowEdge(id: string, data: WireData): WireFlowEdge {
  const { source, target, output, port, slot } = data.edge;
  return {
    id,
    type: "wire",
    source,
    target,
    sourceHandle: outletId(output),
    targetHandle: inletId(port, slot),
    data,
    reconnectable: "target",
  };
}
