// The way to the kernel of a document: two comms, on which the session there speaks as it does to a notebook's studio.
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { JSONObject } from "@lumino/coreutils";
import type { Answer, Command, Event } from "../../src/messages";

/** Run in the kernel as it stands: whatever a document says goes as data on the comms. */
const SERVE = "from playground.tab import serve; serve()";
const VERSION = "__import__('playground').__version__";
const OPENING = "open";

type Hear = (event: Event, buffers: DataView[]) => void;

export class Link {
  private readonly listeners = new Set<Hear>();
  private readonly waiting = new Map<string, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private count = 0;
  readonly following = new Set<Hear>();
  /** Called when the kernel ends the link on its own. */
  lost: () => void = () => undefined;

  private constructor(
    private readonly edits: Kernel.IComm,
    private readonly stream: Kernel.IComm,
  ) {
    edits.onMsg = (message) => this.receive(message, this.listeners);
    stream.onMsg = (message) => this.receive(message, this.following);
  }

  /**
   * Open a document in a kernel, or the drawing of a `studio` of this name that goes on in it. Throws the sentence that
   * says why it can't be. When the kernel can serve it, it is opened only if it is still `wanted`.
   */
  static async open(
    kernel: Kernel.IKernelConnection,
    text: string,
    path: string,
    version: string,
    wanted: () => boolean = () => true,
    studio = "",
  ): Promise<Link> {
    const request = { code: SERVE, silent: true, store_history: false, user_expressions: { version: VERSION } };
    const { content } = await kernel.requestExecute(request).done;
    if (content.status !== "ok") throw new Error(unserved(kernel.name, content));
    if (!wanted()) throw new Error("The network is opened in another way meanwhile.");
    const found = expression(content.user_expressions.version);
    if (found !== version) {
      throw new Error(
        `The kernel has Playground ${found}, JupyterLab has ${version}. Install the same version in both, then try again.`,
      );
    }
    const link = new Link(kernel.createComm("playground.document"), kernel.createComm("playground.stream"));
    const opened = link.answer(OPENING);
    kernel.disposed.connect(() => link.close());
    link.edits.onClose = () => {
      link.close();
      link.lost();
    };
    const page = thisPage();
    link.edits.open({ text, path, page, studio });
    try {
      await opened;
    } catch (error) {
      link.close();
      throw error;
    }
    link.stream.open({ page, studio });
    return link;
  }

  /** Hear what concerns the drawing. */
  listen(hear: Hear): void {
    this.listeners.add(hear);
  }

  /** Send a request as the studio words it, under an id of its own. */
  send(content: unknown): void {
    this.edits.send(content as JSONObject);
  }

  ask<A extends Answer>(command: Command): Promise<A> {
    this.count += 1;
    const id = `tab-${this.edits.commId}-${this.count}`;
    const answer = this.answer(id);
    this.send({ id, command });
    return answer as Promise<A>;
  }

  /** Tell a kernel that lives on that nobody listens. */
  hangUp(): void {
    for (const comm of [this.edits, this.stream]) if (!comm.isDisposed) comm.close();
    this.close();
  }

  /** Nothing that is waiting will be answered. */
  close(): void {
    for (const { reject } of this.waiting.values()) reject(new Error("The kernel stopped before it answered."));
    this.waiting.clear();
    this.listeners.clear();
    this.following.clear();
    for (const comm of [this.edits, this.stream]) if (!comm.isDisposed) comm.dispose();
  }

  private answer(id: string): Promise<Answer> {
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private receive(message: KernelMessage.ICommMsgMsg, listeners: Set<Hear>): void {
    const event = message.content.data as unknown as Event;
    const buffers = (message.buffers ?? []) as DataView[];
    if (event.type === "reply") {
      const { answer } = event;
      const waiting = this.waiting.get(event.request);
      this.waiting.delete(event.request);
      if (answer.type === "failed") waiting?.reject(new Error(answer.message));
      else waiting?.resolve(answer);
    }
    for (const hear of [...listeners]) hear(event, buffers);
  }
}

/** The window, which a kernel knows again when the page in it was reloaded. */
function thisPage(): string {
  const key = "keras-playground-page";
  const page = sessionStorage.getItem(key) ?? crypto.randomUUID?.() ?? String(Math.random());
  sessionStorage.setItem(key, page);
  return page;
}

function unserved(
  kernel: string,
  content: KernelMessage.IReplyErrorContent | KernelMessage.IReplyAbortContent,
): string {
  const why = content.status === "error" ? `${content.ename}: ${content.evalue}` : "it was interrupted";
  return `The kernel “${kernel}” can't open networks (${why}). Install keras-playground where it runs, then try again.`;
}

/** The text of an expression's value; Python shows it in quotes. */
function expression(value: unknown): string {
  const { data } = value as { data?: Record<string, string> };
  return (data?.["text/plain"] ?? "").replaceAll("'", "");
}
