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

  useLayoutEffect(() => {
    const element = place.current;
    if (!plotly || !element) return;
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      // A zoom that is being drawn would be lost to new points.
      if (pointer.current?.down) {
        timer = setTimeout(draw, SOON);
        return;
      }
      frame = requestAnimationFrame(function inFrame(now) {
        if (now === taken) {
          frame = requestAnimationFrame(inFrame);
          return;
        }
        taken = now;
        const began = performance.now();
        bringStyles(element);
        const { data, layout } = make();
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
        drawn.current = chosen;
        const ended = performance.now();
        due.current = ended + Math.min(LONGEST, REST * (ended - began));
      });
    };
    // What a run ends with, or a click changes, is drawn at once.
    const wait = goesOn && drawn.current === chosen ? due.current - performance.now() : 0;
    // New points come first, unless there is none.
    if (wait > 0) timer = setTimeout(draw, wait + SOON);
    else draw();
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [plotly, make, goesOn, chosen]);

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
