// The theme's colours as a canvas takes them: canvases know nothing of style sheets.
import { useMemo } from "react";
import { useSurroundings, useView } from "../context";
import { groundOf, inkOn } from "./colours";

const NAMES = {
  wire: "var(--wire)",
  accent: "var(--accent)",
  badge: "var(--accent-wash)",
  onBadge: "var(--accent-on-wash)",
  canvas: "var(--canvas)",
  error: "var(--error)",
  added: "var(--success)",
  changed: "var(--warning)",
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
  /** The colour of words on a ground. */
  ink(ground: string): string;
}

export function usePalette(): Palette {
  const { root } = useSurroundings();
  const theme = useView((state) => state.theme);
  const high = useView((state) => state.contrast);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  return useMemo(() => {
    const named = Object.entries(NAMES);
    const [panel, ...found] = resolved(root, ["var(--panel)", ...named.map(([, css]) => css)]);
    const colours = Object.fromEntries(named.map(([name], i) => [name, found[i]])) as Record<
      keyof typeof NAMES,
      string
    >;
    const ground = remembered((family: string, faint: boolean) => groundOf(family, panel ?? "", faint));
    const ink = remembered((under: string) => inkOn(under, colours.text));
    return { ...colours, font: getComputedStyle(root).fontFamily, ground, ink };
  }, [root, theme, high]);
}

/** The same answers from memory: there are few colours, and many tiles ask for them in each frame. */
function remembered<A extends readonly (string | boolean)[]>(find: (...asked: A) => string): (...asked: A) => string {
  const known = new Map<string, string>();
  return (...asked) => {
    const key = asked.join("|");
    const found = known.get(key) ?? find(...asked);
    known.set(key, found);
    return found;
  };
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
