// Draws networks at given places as the studio does, and as elkjs lays them out, and measures both in the same way:
// `node compare.mjs < IN.json > OUT.json`; benchmarks/layout.py writes the one and reads the other.
import { readFileSync } from "node:fs";
import ELK from "elkjs/lib/elk.bundled.js";
import { build } from "esbuild";

const ENTRY = 'export { CardMaker } from "./src/canvas/drawing"; export { WireMaker } from "./src/canvas/wires";';
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "50",
  "elk.layered.spacing.nodeNodeBetweenLayers": "70",
  "elk.spacing.edgeNode": "26",
  "elk.spacing.edgeEdge": "14",
};

async function drawing() {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Cards and wires as the studio draws them. */
function ours({ CardMaker, WireMaker }, network, kinds, places) {
  const nodes = network.nodes.map((node) => ({ ...node, x: places[node.id][0], y: places[node.id][1] }));
  const placed = { ...network, nodes };
  const cards = new CardMaker().make(placed, kinds, true);
  const began = performance.now();
  const wires = new WireMaker().make(placed, cards);
  const milliseconds = performance.now() - began;
  const ways = wires.map(({ data }) => ({ tensor: `${data.edge.source}.${data.edge.output}`, points: data.points }));
  return {
    ways,
    boxes: cards.map((each) => ({ ...each.position, width: each.width, height: each.height })),
    milliseconds,
  };
}

async function elks({ CardMaker }, network, kinds) {
  const cards = new CardMaker().make(network, kinds, true);
  const shape = new Map(cards.map((each) => [each.id, each.data.card]));
  const port = (id, x, y) => ({ id, x, y, width: 0, height: 0 });
  const children = cards.map((each) => ({
    id: each.id,
    width: each.width,
    height: each.height,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: [
      ...shape.get(each.id).inlets.map((inlet) => port(`${each.id}<${inlet.port}.${inlet.slot}`, 0, inlet.y)),
      ...shape.get(each.id).outlets.map(({ output, y }) => port(`${each.id}>${output}`, each.width, y)),
    ],
  }));
  const edges = network.edges.map((edge, i) => ({
    id: `e${i}`,
    sources: [`${edge.source}>${edge.output}`],
    targets: [`${edge.target}<${edge.port}.${edge.slot}`],
  }));
  const elk = new ELK();
  const began = performance.now();
  const found = await elk.layout({ id: "root", layoutOptions: OPTIONS, children, edges });
  const milliseconds = performance.now() - began;
  const ways = found.edges.map((edge, i) => ({
    tensor: `${network.edges[i].source}.${network.edges[i].output}`,
    points: edge.sections.flatMap((part) => [part.startPoint, ...(part.bendPoints ?? []), part.endPoint]),
  }));
  return { ways, boxes: found.children, milliseconds };
}

/** What is seen: a place where the wires of two tensors cross counts once, however many wires lie on each other there. */
function measured({ ways, boxes, milliseconds }) {
  const pieces = ways.flatMap(({ tensor, points }) => points.slice(1).map((b, i) => ({ tensor, a: points[i], b })));
  const level = pieces.filter(({ a, b }) => Math.abs(a.y - b.y) < 0.01);
  const upright = pieces.filter(({ a, b }) => Math.abs(a.y - b.y) >= 0.01);
  const crossings = new Set();
  for (const up of upright) {
    const [top, bottom] = [Math.min(up.a.y, up.b.y), Math.max(up.a.y, up.b.y)];
    for (const over of level) {
      if (over.tensor === up.tensor || over.a.y <= top + 0.5 || over.a.y >= bottom - 0.5) continue;
      const [left, right] = [Math.min(over.a.x, over.b.x), Math.max(over.a.x, over.b.x)];
      if (up.a.x <= left + 0.5 || up.a.x >= right - 0.5) continue;
      crossings.add([up.tensor, over.tensor, Math.round(up.a.x), Math.round(over.a.y)].join());
    }
  }
  const edge = (side, size) => boxes.map((box) => box[side] + (size ? box[size] : 0));
  const width = Math.max(...edge("x", "width")) - Math.min(...edge("x"));
  const height = Math.max(...edge("y", "height")) - Math.min(...edge("y"));
  return {
    crossings: crossings.size,
    overlaps: lying(level, "x", "y") + lying(upright, "y", "x"),
    hits: pieces.filter(({ a, b }) => boxes.some((box) => through(box, a, b))).length,
    length: Math.round(pieces.reduce((sum, { a, b }) => sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y), 0)),
    bends: ways.reduce((sum, { points }) => sum + Math.max(0, points.length - 2), 0),
    width: Math.round(width),
    height: Math.round(height),
    milliseconds,
  };
}

/** How many pairs of pieces of two tensors lie on each other. */
function lying(pieces, along, across) {
  const sorted = pieces
    .map(({ tensor, a, b }) => ({
      tensor,
      at: a[across],
      start: Math.min(a[along], b[along]),
      end: Math.max(a[along], b[along]),
    }))
    .sort((p, q) => p.at - q.at);
  let count = 0;
  sorted.forEach((one, i) => {
    for (let j = i + 1; j < sorted.length && sorted[j].at - one.at < 3; j++) {
      const two = sorted[j];
      if (one.tensor !== two.tensor && Math.min(one.end, two.end) - Math.max(one.start, two.start) > 4) count++;
    }
  });
  return count;
}

function through({ x, y, width, height }, a, b) {
  const inside = (low, high, p, q) => Math.min(p, q) < high && Math.max(p, q) > low;
  return inside(x + 1, x + width - 1, a.x, b.x) && inside(y + 1, y + height - 1, a.y, b.y);
}

const { kinds, networks } = JSON.parse(readFileSync(0, "utf8"));
const studio = await drawing();
const answers = [];
for (const { network, places, elk } of networks) {
  const found = {};
  for (const [name, each] of Object.entries(places)) found[name] = measured(ours(studio, network, kinds, each));
  if (elk) found.elk = measured(await elks(studio, network, kinds));
  answers.push(found);
}
process.stdout.write(JSON.stringify(answers));
