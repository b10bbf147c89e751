// One live chart: drawn at most ten times a second, always with the newest points.
import { useEffect, useRef, useState } from "react";
import { useSurroundings } from "../context";
import type { ChartOptions, Figure } from "./figure";
import { bringStyles, CONFIG, loadPlotly, type Plotly } from "./plotly";

const PACE = 100;

interface Props {
  title: string;
  note: string;
  size: Pick<ChartOptions, "width" | "height">;
  /** Makes the figure from what is newest; called when there is time to draw it. */
  make: () => Figure;
  testid: string;
}

export function Chart({ title, note, size, make, testid }: Props) {
  const { studio } = useSurroundings();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef(0);
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

  useEffect(() => {
    const element = place.current;
    if (!plotly || !element) return;
    let frame = 0;
    const draw = () => {
      frame = requestAnimationFrame(() => {
        drawn.current = performance.now();
        bringStyles(element);
        const { data, layout } = make();
        plotly.react(element, data, layout, CONFIG).catch((error: Error) => setTrouble(error.message));
      });
    };
    const timer = setTimeout(draw, Math.max(0, PACE - (performance.now() - drawn.current)));
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [plotly, make]);

  useEffect(() => {
    const element = place.current;
    if (!plotly || !element) return;
    return () => plotly.purge(element);
  }, [plotly]);

  return (
    <figure className="chart" style={{ width: size.width }} data-testid={testid}>
      <figcaption>
        <b>{title}</b> <span className="secondary">{note}</span>
      </figcaption>
      <div ref={place} style={size} />
      {trouble && <p className="in-error">{trouble}</p>}
    </figure>
  );
}
