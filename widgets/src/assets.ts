// Loads a part of the browser half once a page: from the Jupyter server's files, or else from the kernel as a message.
import type { WidgetModel } from "./connection";

const FOLDER = "keras-playground/static";
const PATIENCE = 30_000;

type Cache = Map<string, Promise<unknown>>;

function cache(): Cache {
  const page = globalThis as { kerasPlaygroundAssets?: Cache };
  page.kerasPlaygroundAssets ??= new Map();
  return page.kerasPlaygroundAssets;
}

export function loadAsset<M>(model: WidgetModel, name: string): Promise<M> {
  const known = cache().get(name);
  if (known) return known as Promise<M>;
  const loading = fromServer(name).catch(() => fromKernel(model, name));
  cache().set(name, loading);
  loading.catch(() => cache().delete(name));
  return loading as Promise<M>;
}

/** The address of a file that the wheel put beside JupyterLab's extensions; null outside of a Jupyter page. */
export function serverAddress(name: string): string | null {
  const text = document.getElementById("jupyter-config-data")?.textContent;
  if (!text) return null;
  const config = JSON.parse(text) as { baseUrl?: string; fullLabextensionsUrl?: string };
  const folder = config.fullLabextensionsUrl ?? `${config.baseUrl ?? "/"}lab/extensions`;
  return new URL(`${folder}/${FOLDER}/${name}`, document.baseURI).href;
}

async function fromServer(name: string): Promise<unknown> {
  const address = serverAddress(name);
  if (!address) throw new Error("this page is not Jupyter's");
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`the server has no ${name}`);
  return evaluate(await response.arrayBuffer());
}

async function fromKernel(model: WidgetModel, name: string): Promise<unknown> {
  const stream = String(model.get("stream") ?? "").replace("IPY_MODEL_", "");
  if ((await model.widget_manager.get_model(stream)).comm_live === false) {
    throw new Error("run the cell again, or install keras-playground where JupyterLab runs");
  }
  return new Promise((resolve, reject) => {
    const id = `asset-${Math.random().toString(36).slice(2)}`;
    const timer = setTimeout(() => finish(new Error(`the kernel did not send ${name}`)), PATIENCE);
    const hear = ((message: { type?: string; request?: string }, buffers: BlobPart[]) => {
      if (message.type !== "reply" || message.request !== id) return;
      const data = buffers[0];
      finish(data ? evaluate(data) : new Error(`the kernel has no ${name}`));
    }) as (...args: never[]) => void;
    function finish(result: Promise<unknown> | Error) {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      if (result instanceof Error) reject(result);
      else resolve(result);
    }
    model.on("msg:custom", hear);
    model.send({ id, command: { type: "get_asset", name } });
  });
}

async function evaluate(source: BlobPart): Promise<unknown> {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
