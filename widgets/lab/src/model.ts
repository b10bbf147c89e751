// What the studio takes for its widget's model, over a link to the kernel, or over a text alone.
import type { ISessionContext } from "@jupyterlab/apputils";
import type { WidgetModel } from "../../src/connection";
import type { Event, Snapshot } from "../../src/messages";
import type { DocumentPlace } from "../../src/place";
import type { Link } from "./link";

type Callback = (...args: never[]) => void;

class Model implements WidgetModel {
  private readonly callbacks = new Map<string, Set<Callback>>();
  readonly widget_manager: WidgetModel["widget_manager"];

  constructor(
    private readonly values: Record<string, unknown>,
    readonly comm_live: boolean,
    stream: () => Promise<WidgetModel>,
    private readonly link: Link | null = null,
    readonly place?: DocumentPlace,
    sessionContext?: ISessionContext,
  ) {
    const manager = { get_model: stream, context: { sessionContext, model: {} } };
    this.widget_manager = manager;
  }

  get(name: string): unknown {
    return this.values[name] ?? null;
  }

  set(name: string, value: unknown): void {
    this.values[name] = value;
  }

  send(content: unknown): void {
    this.link?.send(content);
  }

  on(name: string, callback: Callback): void {
    this.callbacks.set(name, (this.callbacks.get(name) ?? new Set()).add(callback));
  }

  off(name: string, callback?: Callback): void {
    if (callback) this.callbacks.get(name)?.delete(callback);
    else this.callbacks.delete(name);
  }

  hear(event: Event, buffers: DataView[]): void {
    for (const callback of this.callbacks.get("msg:custom") ?? []) (callback as unknown as Heard)(event, buffers);
  }
}

type Heard = (event: Event, buffers: DataView[]) => void;

/** A model that speaks with the session at the other end of a link, and shows the file's drawing until that has told its own. */
export function linked(
  link: Link,
  sessionContext: ISessionContext,
  place?: DocumentPlace,
  document: Snapshot | null = null,
): WidgetModel {
  const stream: WidgetModel = new Model({}, true, () => Promise.resolve(stream), link);
  const model = new Model(
    { stream: "stream", document },
    true,
    () => Promise.resolve(stream),
    link,
    place,
    sessionContext,
  );
  link.listen((event, buffers) => model.hear(event, buffers));
  link.following.add((event, buffers) => (stream as Model).hear(event, buffers));
  return model;
}

/** A model that shows a drawing, and never learns whether a kernel answers: the tab says that. */
export function unlinked(drawing: Snapshot, place: DocumentPlace): WidgetModel {
  return new Model({ document: drawing }, false, () => new Promise(() => undefined), null, place);
}
