// The entry of the studio's bundle: one host a model, one shadow root a view.
import { createRoot } from "react-dom/client";
import { App } from "./App";
import type { WidgetModel } from "./connection";
import { SurroundingsContext } from "./context";
import { guardKeys, keepFocus } from "./keys";
import { remember, remembered } from "./remembering";
import { keepInNotebook } from "./saving";
import { Studio } from "./studio";
import { styles } from "./styles";
import { createView } from "./view";

export function createHost(model: WidgetModel) {
  const studio = new Studio(model);
  keepInNotebook(model);
  void studio
    .connect()
    .catch((error: Error) => studio.notify("error", error.message))
    .then(() => keepInNotebook(model));
  return {
    render(el: HTMLElement): () => void {
      const view = createView(remembered());
      const host = document.createElement("div");
      host.className = "keras-playground";
      // Tests, and people at the console, look at the stores through the element.
      Object.assign(host, { studio, view });
      const shadow = host.attachShadow({ mode: "open" });
      const style = document.createElement("style");
      style.textContent = styles;
      const mount = document.createElement("div");
      mount.className = "root";
      mount.tabIndex = -1;
      shadow.append(style, mount);
      el.append(host);
      const release = [guardKeys(host), keepFocus(mount), remember(view)];
      const root = createRoot(mount);
      root.render(
        <SurroundingsContext value={{ studio, view, root: mount }}>
          <App />
        </SurroundingsContext>,
      );
      return () => {
        root.unmount();
        for (const each of release) each();
        host.remove();
      };
    },
  };
}
