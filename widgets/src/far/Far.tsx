// The whole of a large network on one canvas element, in the place of React Flow's thousands. Painted once a frame at most.
import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { LayerFlowNode, WireFlowEdge } from "../canvas/drawing";
import type { Held } from "../canvas/gestures";
import type { Point } from "../canvas/routing";
import { reaches } from "../canvas/wires";
import { useStudio, useView } from "../context";
import { type Drops, useFarHands } from "./hands";
import { paint, type Scene, type Wires, wiresOf } from "./paint";
import { useTints } from "./tints";
import { type Palette, usePalette } from "./usePalette";

interface Props {
  canvas: RefObject<HTMLElement | null>;
  held: Held;
  drops: Drops;
  nodes: readonly LayerFlowNode[];
  edges: readonly WireFlowEdge[];
}

export function Far({ canvas: around, held, drops, nodes, edges }: Props) {
  const store = useStoreApi();
  const element = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const tints = useTints();
  useFarHands(around, held, { nodes, edges, tints }, drops);
  const marquee = useView((state) => state.marquee);
  const reaching = useView((state) => state.reaching);
  const { wires, loose } = useWires(nodes, edges);
  const scene = { nodes, tints, marquee, wires, loose: reaching ? [...loose, [...reaching] as [Point, Point]] : loose };
  const newest = useRef<{ scene: Scene; palette: Palette }>({ scene, palette });
  const frame = useRef(0);

  const draw = useRef(() => {
    frame.current = 0;
    const canvas = element.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const { transform, width, height } = store.getState();
    const [x, y, zoom] = transform;
    const scale = window.devicePixelRatio;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    paint(context, newest.current.scene, { x, y, zoom, width, height }, scale, newest.current.palette);
    canvas.dataset.drawn = "";
  });
  useLayoutEffect(() => {
    newest.current = { scene, palette };
    frame.current ||= requestAnimationFrame(draw.current);
  });
  // The first picture stands in the frame in which the cards leave.
  useLayoutEffect(() => draw.current(), []);
  useEffect(() => {
    const stop = store.subscribe((now, before) => {
      const same = now.transform === before.transform && now.width === before.width && now.height === before.height;
      if (!same) frame.current ||= requestAnimationFrame(draw.current);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [store]);
  return <canvas ref={element} className="painted" role="img" aria-label="The whole network" data-testid="far" />;
}

/** Wires at rest, made anew only when one of them changes, and those at cards that are not where they were laid to. */
function useWires(
  nodes: readonly LayerFlowNode[],
  edges: readonly WireFlowEdge[],
): { wires: Wires; loose: [Point, Point][] } {
  const report = useStudio((state) => state.report);
  const chosen = useView((state) => state.nodes);
  const glow = useView((state) => state.glow);
  const { loose, key } = useMemo(() => looseAmong(edges, nodes), [edges, nodes]);
  const wires = useMemo(
    () => wiresOf(edges, report, new Set(chosen), new Set(key.split(" ")), glow),
    [edges, report, chosen, key, glow],
  );
  return { wires, loose };
}

/** The two ends of each wire that is drawn by these alone; `key` has their ids: the same as long as they are the same wires. */
function looseAmong(
  edges: readonly WireFlowEdge[],
  nodes: readonly LayerFlowNode[],
): { loose: [Point, Point][]; key: string } {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const loose: [Point, Point][] = [];
  const ids: string[] = [];
  for (const { id, source, target, data } of edges) {
    const [from, to] = [at.get(source), at.get(target)];
    if (!data || !from || !to || (reaches(data.fromBox, from) && reaches(data.toBox, to))) continue;
    const [a, b] = [from.position, to.position];
    ids.push(id);
    loose.push([
      { x: a.x + from.data.card.width, y: a.y + 33 },
      { x: b.x, y: b.y + 33 },
    ]);
  }
  return { loose, key: ids.join(" ") };
}
