// The colours of charts, as the theme has them now.
import type { ChartColours } from "./figure";

export function chartColours(root: HTMLElement): ChartColours {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token("--text"),
    secondary: token("--secondary"),
    grid: token("--grid"),
    train: token("--train-curve"),
    accent: token("--accent"),
    error: token("--error"),
    panel: token("--panel"),
    border: token("--border"),
    font: style.fontFamily,
  };
}
