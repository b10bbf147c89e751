// What travels inside the widget itself: a few lines that load the studio once a page, from the server or from the kernel.
declare const STUDIO_ASSET: string;

import { loadAsset } from "./assets";
import type { WidgetModel } from "./connection";

interface Bundle {
  createHost(model: WidgetModel): { render(el: HTMLElement): () => void };
}

export default () => {
  let host: Promise<ReturnType<Bundle["createHost"]>> | undefined;
  return {
    initialize({ model }: { model: WidgetModel }) {
      host = loadAsset<Bundle>(model, STUDIO_ASSET).then((bundle) => bundle.createHost(model));
      host.catch(() => undefined);
    },
    async render({ el }: { el: HTMLElement }) {
      try {
        return (await host)?.render(el);
      } catch (error) {
        el.textContent = `Playground could not load its canvas: ${(error as Error).message}`;
      }
    },
  };
};
