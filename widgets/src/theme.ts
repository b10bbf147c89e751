// Whether the page around is dark: JupyterLab says so on its body; elsewhere the system does.
import { useEffect, useState } from "react";
import { useSurroundings } from "./context";

export type Theme = "light" | "dark";

function current(): Theme {
  const said = document.body.dataset.jpThemeLight;
  if (said !== undefined) return said === "false" ? "dark" : "light";
  const { classList } = document.body;
  if (classList.contains("vscode-dark") || classList.contains("vscode-high-contrast")) return "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** The theme of the page, followed as it changes, written on the root for the style sheet and into the view for painters. */
export function useTheme(): Theme {
  const { root, view } = useSurroundings();
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    const follow = () => setTheme(current());
    const observer = new MutationObserver(follow);
    observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
    const query = matchMedia("(prefers-color-scheme: dark)");
    query.addEventListener("change", follow);
    return () => {
      observer.disconnect();
      query.removeEventListener("change", follow);
    };
  }, []);
  useEffect(() => {
    root.dataset.theme = theme;
    view.setState({ theme });
  }, [root, view, theme]);
  return theme;
}
