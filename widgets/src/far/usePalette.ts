// The theme's colours as a canvas takes them: canvases know nothing of style sheets.
import { useMemo } from "react";
import { useSurroundings, useView } from "../context";

const NAMES = {
  wire: "var(--wire)",
  accent: "var(--accent)",
  error: "var(--error)",
  waiting: "var(--waiting)",
  hairline: "var(--hairline)",
  note: "var(--note)",
  noteEdge: "var(--note-edge)",
  text: "var(--text)",
  wash: "color-mix(in srgb, var(--accent) 12%, transparent)",
  veil: "color-mix(in srgb, var(--canvas) 60%, transparent)",
} as const;

export interface Palette extends Record<keyof typeof NAMES, string> {
  font: string;
  /** A family's colour as the ground of a tile, full or faint. */
  ground(family: string, faint: boolean): string;
}

export function usePalette(): Palette {
  const { root } = useSurroundings();
  const theme = useView((state) => state.theme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  return useMemo(() => {
    const named = Object.entries(NAMES);
    const [panel, ...found] = resolved(root, ["var(--panel)", ...named.map(([, css]) => css)]);
    const colours = Object.fromEntries(named.map(([name], i) => [name, found[i]])) as Record<
      keyof typeof NAMES,
      string
    >;
    const ground = (family: string, faint: boolean) => mixed(family, panel ?? "", faint ? 0.22 : 0.62);
    return { ...colours, font: getComputedStyle(root).fontFamily, ground };
  }, [root, theme]);
}

/** What colours of the style sheet come to inside the studio's root; asked together, which styles the page once. */
function resolved(root: HTMLElement, colours: readonly string[]): string[] {
  const ground = document.createElement("i");
  ground.style.display = "none";
  const probes = colours.map((css) => {
    const probe = document.createElement("i");
    probe.style.color = css;
    ground.append(probe);
    return probe;
  });
  root.append(ground);
  const found = probes.map((probe) => getComputedStyle(probe).color);
  ground.remove();
  return found;
}

/** A share of one colour over another; the first alone where they are not written in numbers. */
function mixed(over: string, under: string, share: number): string {
  const [a, b] = [channels(over), channels(under)];
  if (!a || !b) return over;
  const mix = a.map((value, i) => Math.round(value * share + (b[i] ?? 0) * (1 - share)));
  return `rgb(${mix.join(" ")})`;
}

function channels(colour: string): number[] | null {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const found = /^rgba?\(([^)]+)\)$/.exec(colour)?.[1]?.match(/[\d.]+/g);
  return found && found.length >= 3 ? found.slice(0, 3).map(Number) : null;
}
