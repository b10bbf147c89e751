// The weights between units as wires, while the cards are near; one under the pointer says its value, and takes another.
import { useReactFlow, useStore, ViewportPortal } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { LayerFlowNode } from "../canvas/drawing";
import { levelOf } from "../canvas/shown";
import { useStudio, useSurroundings } from "../context";
import { type Paint, Surface } from "../pictures/Surface";
import { bundlesOf } from "./bundles";
import { paintStrands } from "./paintStrands";
import { StrandField } from "./StrandField";
import { BIAS_AWAY, type Bundle, nearest, type Strand } from "./strands";

const REACH = 6;
/** So long the field of a wire stays when the pointer has left it, in milliseconds: long enough to get there. */
const PATIENCE = 400;

export function UnitWires({
  nodes,
  canvas,
}: {
  nodes: readonly LayerFlowNode[];
  canvas: RefObject<HTMLDivElement | null>;
}) {
  const network = useStudio((state) => state.network);
  const pictures = useStudio((state) => state.pictures);
  const near = useStore((state) => levelOf(state.transform[2]) === "near");
  const bundles = useMemo(() => (near ? bundlesOf(network, pictures, nodes) : []), [network, pictures, nodes, near]);
  const [held, setHeld] = useHeld(bundles, canvas);
  if (bundles.length === 0) return null;
  return (
    <ViewportPortal>
      <div className="strands" data-testid="unit-wires">
        {bundles.map((bundle) => (
          <BundleSurface
            key={`${bundle.source}>${bundle.target}`}
            bundle={bundle}
            marked={held?.bundle.source === bundle.source && held.bundle.target === bundle.target ? held : null}
          />
        ))}
      </div>
      {held && <StrandField strand={held} onDone={() => setHeld(null)} />}
    </ViewportPortal>
  );
}

function BundleSurface({ bundle, marked }: { bundle: Bundle; marked: Strand | null }) {
  const all = [...bundle.starts, ...bundle.ends];
  const corner = { x: Math.min(...all.map(({ x }) => x)) - BIAS_AWAY, y: Math.min(...all.map(({ y }) => y)) - REACH };
  const { x, y } = corner;
  const [input, unit] = [marked?.input ?? null, marked?.unit ?? -1];
  const paint = useCallback<Paint>(
    (context, palette) => paintStrands(context, bundle, { x, y }, palette, unit < 0 ? null : { input, unit }),
    [bundle, x, y, input, unit],
  );
  return (
    <div className="strand-surface" style={{ transform: `translate(${x}px, ${y}px)` }}>
      <Surface
        width={Math.max(...all.map((each) => each.x)) - x + BIAS_AWAY}
        height={Math.max(...all.map((each) => each.y)) - y + REACH}
        paint={paint}
        scaled
        label={`Weights from ${bundle.header.inputs} to ${bundle.header.units} units`}
      />
    </div>
  );
}

/** The wire under the pointer, kept while its field is used. */
function useHeld(bundles: readonly Bundle[], canvas: RefObject<HTMLDivElement | null>) {
  const { view } = useSurroundings();
  const { screenToFlowPosition, getZoom } = useReactFlow();
  const [held, setHeld] = useState<Strand | null>(null);
  const now = useRef(bundles);
  now.current = bundles;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const inUse = () => element.querySelector(".strand-field:hover, .strand-field:focus-within") !== null;
    const leave = () => {
      clearTimeout(timer);
      timer = setTimeout(() => !inUse() && setHeld(null), PATIENCE);
    };
    const move = (event: PointerEvent) => {
      if (now.current.length === 0 || inUse() || event.buttons !== 0) return;
      const over = event.composedPath()[0];
      const free = over instanceof Element && !over.closest(".react-flow__node, .search, .callout, button");
      const point = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const found = free ? nearest(now.current, point, REACH / getZoom()) : null;
      if (!found) return leave();
      clearTimeout(timer);
      setHeld(found);
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerleave", leave);
    return () => {
      clearTimeout(timer);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
    };
  }, [canvas, screenToFlowPosition, getZoom]);

  const bundle = held && bundles.find(({ source, target }) => same(held.bundle, { source, target }));
  const strand = useMemo(() => (held && bundle ? { ...held, bundle } : null), [held, bundle]);
  useEffect(() => {
    const marked = strand && {
      source: strand.bundle.source,
      from: strand.input,
      target: strand.bundle.target,
      to: strand.unit,
    };
    view.setState({ strand: marked });
  }, [view, strand]);
  return [strand, setHeld] as const;
}

function same(a: Bundle, b: { source: string; target: string }): boolean {
  return a.source === b.source && a.target === b.target;
}
