// Whether the page around is dark, and of high contrast: JupyterLab and VS Code say so on its body; elsewhere the system does.
import { useEffect } from "react";
import { useSurroundings } from "./context";
import type { Theme } from "./view";

const DARK = "(prefers-color-scheme: dark)";
const FORCED = "(forced-colors: active)";
const MORE = `(prefers-contrast: more), ${FORCED}`;

function theme(): Theme {
  // The system's colours cover the page's; it tells by its scheme whether they are dark.
  if (matchMedia(FORCED).matches) return matchMedia(DARK).matches ? "dark" : "light";
  const said = document.body.dataset.jpThemeLight;
  if (said !== undefined) return said === "false" ? "dark" : "light";
  const { classList } = document.body;
  if (classList.contains("vscode-high-contrast-light")) return "light";
  if (classList.contains("vscode-dark") || classList.contains("vscode-high-contrast")) return "dark";
  return matchMedia(DARK).matches ? "dark" : "light";
}

function isOfHighContrast(): boolean {
  const { dataset, classList } = document.body;
  if (dataset.jpThemeName?.includes("High Contrast")) return true;
  if (classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light")) return true;
  return matchMedia(MORE).matches;
}

/** Follows the page's theme, and writes it on the root for the style sheet and into the view for painters. */
export function useTheme(): void {
  const { root, view } = useSurroundings();
  useEffect(() => {
    const follow = () => {
      const now = { theme: theme(), contrast: isOfHighContrast() };
      root.dataset.theme = now.theme;
      root.dataset.contrast = now.contrast ? "high" : "usual";
      view.setState(now);
    };
    follow();
    const observer = new MutationObserver(follow);
    observer.observe(document.body, {
      attributes: true,
      attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"],
    });
    const queries = [DARK, MORE].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener("change", follow);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener("change", follow);
    };
  }, [root, view]);
}
