import type { LayerFlowNode } from "../../widgets/src/canvas/drawing";
import { card } from "../../widgets/src/canvas/geometry";
import { paint, type Scene, type Wires } from "../../widgets/src/far/paint";
import type { Tint } from "../../widgets/src/far/tints";
import type { Palette } from "../../widgets/src/far/usePalette";

const TINT: Tint = {
  family: "#3f51d6",
  state: "ok",
  bypassed: false,
  fresh: false,
  name: "dense",
  title: "Dense dense",
};
const PALETTE = {
  ground: () => "#dde",
  ink: () => "#000",
  font: "Arial",
  badge: "wash",
  canvas: "ground",
  added: "green",
  changed: "orange",
} as unknown as Palette;

const NODES = ["a", "b"].map(
  (id, i): LayerFlowNode => ({
    id,
    type: "layer",
    position: { x: 200 * i, y: 0 },
    data: { card: card(undefined, [], false) },
  }),
);

/** The frames that tiles get: colour, and width in pixels of the screen. */
function framed(zoom: number, differs: Record<string, Tint["differs"]>): [unknown, number][] {
  const frames: [unknown, number][] = [];
  const own: Record<string, unknown> = {};
  const context = new Proxy(own, {
    get: (_, name: string) => {
      if (name in own) return own[name];
      if (name === "measureText") return () => ({ width: 0 });
      return () => name === "strokeRect" && frames.push([own.strokeStyle, Math.round(Number(own.lineWidth) * zoom)]);
    },
  });
  const tints = new Map(NODES.map(({ id }) => [id, { ...TINT, differs: differs[id] }]));
  const scene: Scene = { nodes: NODES, tints, wires: {} as Wires, loose: [], marquee: null };
  const sight = { x: 10, y: 10, zoom, width: 800, height: 400 };
  paint(context as unknown as CanvasRenderingContext2D, scene, sight, 1, PALETTE);
  return frames;
}

/** What is painted on an element that keeps what it is asked for, in pixels of the screen. */
function painted(zoom: number, fresh: readonly string[]): [string, ...number[]][] {
  const asked: [string, ...number[]][] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (own, name: string) => {
      if (name in own) return own[name];
      if (name === "measureText") return (words: string) => ({ width: (words.length * 6) / zoom });
      return (...given: (string | number)[]) => {
        const round = given.filter((each) => typeof each === "number").map((each) => Math.round(each * zoom));
        if (name === "arc") asked.push([name, ...round.slice(0, 3)]);
        if (name === "roundRect") asked.push([name, ...round]);
        if (name === "fillText" && given[0] === "new") asked.push([name, ...round]);
      };
    },
  });
  const nodes = NODES;
  const tints = new Map(nodes.map(({ id }) => [id, { ...TINT, fresh: fresh.includes(id) }]));
  const scene: Scene = { nodes, tints, wires: {} as Wires, loose: [], marquee: null };
  const sight = { x: 10, y: 10, zoom, width: 800, height: 400 };
  paint(context as unknown as CanvasRenderingContext2D, scene, sight, 1, PALETTE);
  return asked;
}

test("a layer that is new to the run says so in a word as long as tiles have names", () => {
  expect(painted(0.3, ["b"])).toEqual([
    ["roundRect", 64, -7, 28, 14, 7],
    ["fillText", 69, 0],
  ]);
  expect(painted(0.3, [])).toEqual([]);
});

test("a layer that is not as in a run has a frame, which is as wide on the screen at every zoom", () => {
  expect(framed(0.3, { a: "added", b: "changed" })).toEqual([
    ["green", 3],
    ["orange", 3],
  ]);
  expect(framed(0.05, { b: "changed" })).toEqual([["orange", 3]]);
  expect(framed(0.05, {})).toEqual([]);
});

test("further away a dot marks it, which never is too small to be seen", () => {
  expect(painted(0.2, ["a"])).toEqual([["arc", 0, 0, 4]]);
  expect(painted(0.02, ["b"])).toEqual([["arc", 4, 0, 2]]);
});
