// The small map: every node as a speck on one canvas element, and the frame of what is seen, which can be dragged.
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { LayerFlowNode } from "../canvas/drawing";
import type { Box, Point } from "../canvas/routing";
import { boundsOf } from "../canvas/sight";
import { boxOf } from "./find";
import { type Tint, useTints } from "./tints";
import { type Palette, usePalette } from "./usePalette";

const SIZE = { width: 132, height: 62 };
const MARGIN = 4;
/** A node is drawn so large at least, in pixels of the screen. */
const LEAST = 1.2;

export function SmallMap({ nodes }: { nodes: readonly LayerFlowNode[] }) {
  const palette = usePalette();
  const flow = useReactFlow();
  const store = useStoreApi();
  const element = useRef<HTMLCanvasElement>(null);
  const tints = useTints();
  const lens = useRef<Lens>(lensOf([]));
  const specks = useRef<HTMLCanvasElement>(null);

  useLayoutEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const scale = window.devicePixelRatio;
    [canvas.width, canvas.height] = [SIZE.width * scale, SIZE.height * scale];
    lens.current = lensOf(nodes);
    specks.current = specksOf(nodes, tints, lens.current, scale, palette);
    const draw = () => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (specks.current) context.drawImage(specks.current, 0, 0);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      frame(context, onMap(lens.current, seen), palette);
    };
    draw();
    return store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) draw();
    });
  }, [nodes, tints, palette, store]);

  /** Where the pointer is becomes the middle of what is seen. */
  function go(event: PointerEvent<HTMLCanvasElement>) {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { scale, x, y } = lens.current;
    const at: Point = { x: (event.clientX - box.left - x) / scale, y: (event.clientY - box.top - y) / scale };
    void flow.setCenter(at.x, at.y, { zoom: flow.getZoom() });
  }

  useEffect(() => {
    // The wheel over the map is the canvas's, a press is not.
    const stop = (event: Event) => event.stopPropagation();
    const canvas = element.current;
    canvas?.addEventListener("mousedown", stop);
    return () => canvas?.removeEventListener("mousedown", stop);
  }, []);

  return (
    <canvas
      ref={element}
      className="small-map nopan"
      role="img"
      aria-label="Map of the network"
      data-testid="map"
      style={SIZE}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    />
  );
}

interface Lens extends Point {
  scale: number;
}

/** How the whole network fits the map. */
function lensOf(nodes: readonly LayerFlowNode[]): Lens {
  const { x, y, width, height } = boundsOf(nodes);
  const room = { width: SIZE.width - 2 * MARGIN, height: SIZE.height - 2 * MARGIN };
  const scale = Math.min(room.width / Math.max(width, 1), room.height / Math.max(height, 1));
  return {
    scale,
    x: MARGIN + (room.width - width * scale) / 2 - x * scale,
    y: MARGIN + (room.height - height * scale) / 2 - y * scale,
  };
}

function onMap({ scale, x, y }: Lens, box: Box): Box {
  return { x: x + box.x * scale, y: y + box.y * scale, width: box.width * scale, height: box.height * scale };
}

/** The nodes, painted once and not at each move of the canvas. */
function specksOf(
  nodes: readonly LayerFlowNode[],
  tints: ReadonlyMap<string, Tint>,
  lens: Lens,
  scale: number,
  { error, hairline }: Palette,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SIZE.width * scale, SIZE.height * scale];
  const context = canvas.getContext("2d");
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  for (const node of nodes) {
    const tint = tints.get(node.id);
    if (!context || !tint) continue;
    const { x, y, width, height } = onMap(lens, boxOf(node));
    context.fillStyle = tint.state === "faulty" ? error : tint.state === "waiting" ? hairline : tint.family;
    context.fillRect(x, y, Math.max(width, LEAST), Math.max(height, LEAST));
  }
  return canvas;
}

/** What is seen, framed; the rest veiled. */
function frame(context: CanvasRenderingContext2D, { x, y, width, height }: Box, palette: Palette): void {
  const left = Math.max(x, 0.5);
  const top = Math.max(y, 0.5);
  const right = Math.min(x + width, SIZE.width - 0.5);
  const bottom = Math.min(y + height, SIZE.height - 0.5);
  context.fillStyle = palette.veil;
  context.beginPath();
  context.rect(0, 0, SIZE.width, SIZE.height);
  if (right > left && bottom > top) context.rect(left, top, right - left, bottom - top);
  context.fill("evenodd");
  context.strokeStyle = palette.accent;
  if (right > left && bottom > top) context.strokeRect(left, top, right - left, bottom - top);
}
