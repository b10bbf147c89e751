// A kernel for tests: answers at once what a view asks for at its start, and whatever a test tells it to.
import type { WidgetModel } from "../../widgets/src/connection";
import type { Answer, Catalog, Command, Event, Kind, Network, Setting, Snapshot } from "../../widgets/src/messages";
import { Studio } from "../../widgets/src/studio";

type Listener = (...args: never[]) => void;

class Model implements WidgetModel {
  readonly listeners = new Map<string, Set<Listener>>();
  comm_live = true;

  constructor(
    private readonly values: Record<string, unknown>,
    private readonly onSend: (content: { id: string; command: Command }) => void,
    readonly widget_manager: WidgetModel["widget_manager"],
  ) {}

  get(name: string): unknown {
    return this.values[name];
  }
  set(name: string, value: unknown): void {
    this.values[name] = value;
  }
  send(content: unknown): void {
    this.onSend(content as { id: string; command: Command });
  }
  on(name: string, callback: Listener): void {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(callback));
  }
  off(name: string, callback?: Listener): void {
    if (callback) this.listeners.get(name)?.delete(callback);
  }
  tell(name: string, ...args: unknown[]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as (...args: unknown[]) => void)(...args);
  }
}

export class Kernel {
  readonly sent: Command[] = [];
  readonly model: Model;
  readonly stream: Model;
  /** Which commands are answered by `held`, when a test says so: a range test, unless `answer` has one. */
  hold: (command: Command) => boolean = (command) => command.type === "find_rate" && !command.stop;
  readonly held: ((answer: Answer) => void)[] = [];
  /** What a command is answered with; undefined leaves it to the kernel's own. */
  answer: (command: Command) => Answer | undefined = () => undefined;

  constructor(
    readonly snapshot: Snapshot,
    readonly catalog: Catalog,
    document: Snapshot | null = null,
  ) {
    const manager = { get_model: () => Promise.resolve(this.stream as WidgetModel) };
    this.stream = new Model({ state: null }, () => undefined, manager);
    this.model = new Model({ document, stream: "IPY_MODEL_s" }, (content) => this.receive(content), manager);
  }

  /** A studio that is connected to this kernel. */
  async studio(): Promise<Studio> {
    const studio = new Studio(this.model);
    await studio.connect();
    return studio;
  }

  tell(event: Event, buffers: Uint8Array[] = []): void {
    this.model.tell("msg:custom", event, buffers);
  }

  private receive({ id, command }: { id: string; command: Command }): void {
    this.sent.push(command);
    const answer = this.answer(command);
    const reply = (told: Answer) => this.tell({ type: "reply", request: id, answer: told });
    if (this.hold(command) && !answer) this.held.push(reply);
    else queueMicrotask(() => reply(answer ?? this.usual(command)));
  }

  private usual(command: Command): Answer {
    switch (command.type) {
      case "resync":
        return { type: "whole", snapshot: this.snapshot };
      case "get_catalog":
        return { type: "start", catalog: this.catalog, templates: [], datasets: [], illnesses: {} };
      case "get_history":
        return { type: "history", run: 0, series: [], epochs: [], whole: true, marks: [] };
      case "get_findings":
        return { type: "findings", run: 0, findings: [], looked: null, training: null };
      default:
        return { type: "done" };
    }
  }
}

export function kindOf(name: string, settings: Setting[]): Kind {
  return {
    name,
    group: "Core",
    summary: "",
    settings,
    ports: [{ name: "inputs", optional: false, many: false }],
    arguments: [],
    outputs: 1,
    ranks: [],
    obstacle: "",
    url: "",
  };
}

export function snapshotOf(network: Network, kinds: Kind[]): Snapshot {
  return {
    revision: 1,
    network,
    report: { nodes: {}, problems: [], parameters: 0, trainable_parameters: 0 },
    kinds,
    can_undo: false,
    can_redo: false,
    training: {
      optimizer: { kind: "Adam", settings: {} },
      loss: null,
      metrics: null,
      batch_size: 32,
      epochs: 10,
      seed: 0,
      output_losses: {},
      output_metrics: {},
      loss_weights: {},
      validation_split: 0.2,
      shuffle: true,
      jit_compile: "auto",
      precision: "default",
    },
    data: null,
    path: null,
    saved: true,
    recovery: null,
    trouble: null,
    adaptation: {},
    hidden: [],
    edition: "",
    session: "",
    protocol: 1,
  };
}
