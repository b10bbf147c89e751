// A canvas that is as sharp as the screen, and painted anew when what it shows, or the theme, changes.
import { type PointerEvent, useLayoutEffect, useRef } from "react";
import { useView } from "../context";
import { type Palette, paletteAt } from "./colours";

export type Paint = (context: CanvasRenderingContext2D, palette: Palette) => void;

interface Props {
  width: number;
  height: number;
  paint: Paint;
  label: string;
  /** It is shown at other sizes than its own: painted finer, and scaled smoothly. */
  scaled?: boolean;
  /** It is not what the pictures round it are of. */
  faint?: boolean;
  testid?: string;
  onPoint?: (x: number, y: number) => void;
  onLeave?: () => void;
  onPick?: (x: number, y: number) => void;
  onPress?: (x: number, y: number, event: PointerEvent) => void;
}

export function Surface(props: Props) {
  const {
    width,
    height,
    paint,
    label,
    scaled = false,
    faint = false,
    testid,
    onPoint,
    onLeave,
    onPick,
    onPress,
  } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useView((state) => `${state.theme} ${state.contrast}`);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet while painting.
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const frame = requestAnimationFrame(() => clear(element, width, height, paint, scaled ? 2 : 1));
    return () => cancelAnimationFrame(frame);
  }, [paint, width, height, scaled, theme]);

  const at = (event: PointerEvent, tell: ((x: number, y: number, event: PointerEvent) => void) | undefined) => {
    if (!tell) return;
    const box = event.currentTarget.getBoundingClientRect();
    tell(((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height, event);
  };

  return (
    <canvas
      ref={canvas}
      className={`picture${scaled ? " scaled" : ""}${faint ? " faint" : ""}`}
      role="img"
      aria-label={label}
      style={{ width, height }}
      data-testid={testid}
      onPointerMove={(event) => at(event, onPoint)}
      onPointerLeave={onLeave}
      onPointerUp={(event) => at(event, onPick)}
      onPointerDown={(event) => at(event, onPress)}
    />
  );
}

function clear(element: HTMLCanvasElement, width: number, height: number, paint: Paint, finer: number): void {
  const ratio = finer * (window.devicePixelRatio || 1);
  const context = element.getContext("2d");
  if (!context) return;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (element.width !== across || element.height !== down) {
    element.width = across;
    element.height = down;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  paint(context, paletteAt(element));
}
