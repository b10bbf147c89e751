// Plotly inside a shadow root: loaded when first needed, with its style sheet brought along.
import { loadAsset } from "../assets";
import type { WidgetModel } from "../connection";

export interface Plotly {
  react(element: HTMLElement, data: unknown[], layout: unknown, config: unknown): Promise<unknown>;
  purge(element: HTMLElement): void;
}

/** An element that Plotly has drawn in. */
export interface Drawn extends HTMLElement {
  on?(event: "plotly_relayout", heard: (change: Record<string, unknown>) => void): void;
  on?(event: "plotly_click", heard: (click: { points: { customdata?: unknown }[] }) => void): void;
}

export const CONFIG = { displayModeBar: false, doubleClick: "reset", responsive: false, showTips: false };

export async function loadPlotly(model: WidgetModel): Promise<Plotly> {
  const { default: plotly } = await loadAsset<{ default: Plotly }>(model, PLOTLY_ASSET);
  return plotly;
}

/** Plotly puts its rules into the page's head, which a shadow root does not see: without them there is no hover. */
export function bringStyles(element: HTMLElement): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot) || root.querySelector("style[data-plotly]")) return;
  const source = document.getElementById("plotly.js-style-global");
  if (!(source instanceof HTMLStyleElement) || !source.sheet) return;
  const copy = document.createElement("style");
  copy.dataset.plotly = "";
  copy.textContent = [...source.sheet.cssRules].map((rule) => rule.cssText).join("\n");
  root.prepend(copy);
}

/** Drawing anew takes the values under the pointer away; a pointer that seems to move brings them back. */
export function hoverAgain(element: HTMLElement, { x, y }: { x: number; y: number }): void {
  const ground = element.querySelector(".nsewdrag");
  ground?.dispatchEvent(new MouseEvent("mousemove", { clientX: x, clientY: y, bubbles: true }));
}
