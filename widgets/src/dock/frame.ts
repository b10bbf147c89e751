// What all charts have in common: no ground of their own, small words in the theme's colours, no legend. Pure.

/** The colours of the theme that a chart stands in. */
export interface Theme {
  text: string;
  secondary: string;
  panel: string;
  border: string;
  font: string;
}

export interface Size {
  width: number;
  height: number;
}

/** Numbers at an axis and words in a chart. */
export function wordsIn(color: string): { size: number; color: string } {
  return { size: 11, color };
}

/** The layout of a chart without its margins and axes. */
export function frameOf({ width, height }: Size, theme: Theme, hovermode: string): Record<string, unknown> {
  return {
    width,
    height,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...wordsIn(theme.secondary), family: theme.font },
    showlegend: false,
    hovermode,
    hoverlabel: { bgcolor: theme.panel, bordercolor: theme.border, font: wordsIn(theme.text) },
  };
}

/** An axis without a line at zero, its numbers small. */
export function axisIn(theme: Theme): Record<string, unknown> {
  return { zeroline: false, tickfont: wordsIn(theme.secondary), ticklabeloverflow: "allow" };
}
