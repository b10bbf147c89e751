// One live chart: drawn in the frame of a beat, and for a hundredth of the time at most, always with the newest points.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { ChartOptions, Figure } from "./figure";
import { bringStyles, CONFIG, type Drawn, hoverAgain, loadPlotly, type Plotly } from "./plotly";

/** How much longer than it draws a chart rests: the browser shares its cores with the training. */
const REST = 99;
/** It rests so long at most, in milliseconds: a slow drawing, as the first one, says little of those to come. */
const LONGEST = 1500;
/** So long it waits besides, in milliseconds, for new points to be drawn with. */
const SOON = 150;

/** The latest frame in which a chart was drawn: each takes its own, so that no frame is late for several. */
let taken = Number.NaN;

interface Pointer {
  x: number;
  y: number;
  down: boolean;
}

interface Props {
  title: string;
  note: string;
  size: Pick<ChartOptions, "width" | "height">;
  /** Makes the figure from what is newest; called when there is time to draw it. */
  make: () => Figure;
  testid: string;
  /** Hears what a drag or a double click makes of the axes, which are the caller's to keep then. */
  onZoom?: (change: Record<string, unknown>) => void;
  /** Hears which point was clicked, by its `customdata`. */
  onPick?: (customdata: unknown) => void;
  /** Another value is drawn at once, as what somebody has just chosen is. */
  chosen?: unknown;
}

export function Chart({ title, note, size, make, testid, onZoom, onPick, chosen }: Props) {
  const { studio } = useSurroundings();
  const goesOn = useStudio((state) => state.status.state === "running");
  const place = useRef<HTMLDivElement>(null);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const pick = useRef(onPick);
  pick.current = onPick;
  const heard = useRef(false);
  const drawn = useRef<unknown>(chosen);
  const newest = useRef({ make, chosen });
  newest.current = { make, chosen };
  const waiting = useRef<{ frame: number; timer: ReturnType<typeof setTimeout> | undefined }>({
    frame: 0,
    timer: undefined,
  });
  const due = useRef(0);
  const pointer = useRef<Pointer | null>(null);
  const [plotly, setPlotly] = useState<Plotly | null>(null);
  const [trouble, setTrouble] = useState("");

  useEffect(() => {
    let gone = false;
    loadPlotly(studio.model).then(
      (loaded) => gone || setPlotly(() => loaded),
      (error: Error) => gone || setTrouble(`The charts could not be loaded: ${error.message}.`),
    );
    return () => {
      gone = true;
    };
  }, [studio]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them is something new to draw.
  useLayoutEffect(() => {
    const element = place.current;
    if (!plotly || !element) return;
    const held = waiting.current;
    const draw = () => {
      clearTimeout(held.timer);
      held.timer = undefined;
      // A zoom that is being drawn would be lost to new points.
      if (pointer.current?.down) {
        held.timer = setTimeout(draw, SOON);
        return;
      }
      held.frame = requestAnimationFrame(function inFrame(now) {
        if (now === taken) {
          held.frame = requestAnimationFrame(inFrame);
          return;
        }
        taken = now;
        held.frame = 0;
        const began = performance.now();
        bringStyles(element);
        const { data, layout } = newest.current.make();
        const config = zoom.current ? { ...CONFIG, doubleClick: "autosize" } : CONFIG;
        plotly.react(element, data, layout, config).then(
          () => pointer.current && hoverAgain(element, pointer.current),
          (error: Error) => setTrouble(error.message),
        );
        if (!heard.current) {
          (element as Drawn).on?.("plotly_relayout", (change) => zoom.current?.(change));
          (element as Drawn).on?.("plotly_click", ({ points }) => pick.current?.(points[0]?.customdata));
        }
        heard.current = true;
        drawn.current = newest.current.chosen;
        const ended = performance.now();
        due.current = ended + Math.min(LONGEST, REST * (ended - began));
      });
    };
    // A frame that is waited for draws what is newest: were it begun anew for each point, slow frames would show none.
    if (held.frame) return;
    // What a run ends with, or a click changes, is drawn at once.
    const wait = goesOn && drawn.current === chosen ? due.current - performance.now() : 0;
    if (wait <= 0) draw();
    else held.timer ??= setTimeout(draw, wait + SOON);
  }, [plotly, make, goesOn, chosen]);

  useEffect(() => {
    const held = waiting.current;
    return () => {
      clearTimeout(held.timer);
      cancelAnimationFrame(held.frame);
      held.timer = undefined;
      held.frame = 0;
    };
  }, []);

  // Let go anywhere: while a zoom is drawn, Plotly covers the page, and the chart hears nothing.
  useEffect(() => {
    const release = () => {
      if (pointer.current) pointer.current.down = false;
    };
    window.addEventListener("pointerup", release, true);
    window.addEventListener("pointercancel", release, true);
    return () => {
      window.removeEventListener("pointerup", release, true);
      window.removeEventListener("pointercancel", release, true);
    };
  }, []);

  useEffect(() => {
    const element = place.current;
    if (!plotly || !element) return;
    return () => {
      plotly.purge(element);
      heard.current = false;
    };
  }, [plotly]);

  return (
    <figure className="chart" style={{ width: size.width }} data-testid={testid}>
      <figcaption>
        <b>{title}</b> <span className="secondary">{note}</span>
      </figcaption>
      <div
        ref={place}
        style={size}
        onPointerMove={(event) => {
          pointer.current = { x: event.clientX, y: event.clientY, down: event.buttons > 0 };
        }}
        onPointerDown={(event) => {
          pointer.current = { x: event.clientX, y: event.clientY, down: true };
        }}
        onPointerLeave={() => {
          if (!pointer.current?.down) pointer.current = null;
        }}
      />
      {trouble && <p className="in-error">{trouble}</p>}
    </figure>
  );
}
