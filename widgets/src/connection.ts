// Requests to the kernel and what comes back. Every request settles: with its answer, or with why there is none.
import type { Answer, Answered, Command, Event } from "./messages";
import type { DocumentPlace } from "./place";

/** The part of a widget's model that is used here; anywidget hands out more. */
export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  send(content: unknown, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  on(name: string, callback: (...args: never[]) => void): void;
  off(name: string, callback?: (...args: never[]) => void): void;
  readonly comm_live?: boolean;
  /** The document whose tab this is; a widget in a notebook's output has none. */
  readonly place?: DocumentPlace | undefined;
  readonly widget_manager: { get_model(id: string): Promise<WidgetModel> };
}

/** A request that the kernel refused or could not carry out; its message is a sentence to show. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly setting: string | null = null,
    readonly code = "",
  ) {
    super(message);
  }
}

type Buffer = DataView | Uint8Array | ArrayBuffer;

interface Waiting {
  resolve(answered: Answered): void;
  reject(error: Error): void;
}

export class Connection {
  private readonly waiting = new Map<string, Waiting>();
  private readonly prefix = Math.random().toString(36).slice(2, 10);
  private count = 0;

  constructor(
    private model: WidgetModel,
    private readonly onEvent: (event: Exclude<Event, { type: "reply" }>, buffers: Uint8Array[]) => void,
    private readonly isLive: () => boolean,
  ) {
    this.listen(model);
  }

  /** Hear the events of a further widget, such as the stream. */
  listen(model: WidgetModel): void {
    model.on("msg:custom", ((message: Event, buffers: Buffer[] = []) => this.receive(message, buffers)) as () => void);
  }

  /** Speak over another model from now on: that of the kernel that has come. */
  use(model: WidgetModel): void {
    this.model = model;
    this.listen(model);
  }

  nextId(): string {
    this.count += 1;
    return `${this.prefix}-${this.count}`;
  }

  send<A extends Answer = Answer>(command: Command, id = this.nextId()): Promise<Answered<A>> {
    if (!this.isLive()) {
      return Promise.reject(
        new Failure("This needs a kernel, and the one of this drawing is gone. The drawing is kept."),
      );
    }
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.model.send({ id, command });
    });
  }

  /** The kernel is gone: nothing that is waiting will be answered. */
  abandon(): void {
    for (const { reject } of this.waiting.values()) reject(new Failure("The kernel stopped before it answered."));
    this.waiting.clear();
  }

  private receive(message: Event, raw: Buffer[]): void {
    const buffers = raw.map(bytes);
    if (message.type !== "reply") {
      this.onEvent(message, buffers);
      return;
    }
    const waiting = this.waiting.get(message.request);
    if (!waiting) return;
    this.waiting.delete(message.request);
    const { answer } = message;
    if (answer.type === "failed") waiting.reject(new Failure(answer.message, answer.setting, answer.code));
    else waiting.resolve({ answer, buffers });
  }
}

function bytes(buffer: Buffer): Uint8Array {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength);
}
