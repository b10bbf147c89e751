// One studio: the shared state of a model, and the verbs that views call. Knows the protocol, not the screen.
import { allNodes } from "./blocks/paths";
import { Connection, Failure, floats, integers, type WidgetModel } from "./connection";
import { apply, Refusal } from "./edits";
import { watchKernel } from "./kernel";
import type {
  Answer,
  Answered,
  Changed,
  Command,
  Edit,
  EpochRow,
  Event,
  HistoryChunk,
  Pictures,
  Rechecked,
  RunStatus,
  Snapshot,
  StreamState,
  Together,
} from "./messages";
import { Pace } from "./pace";
import { withRegistered } from "./registered";
import {
  byName,
  createState,
  fromSnapshot,
  type History,
  type Series,
  type StudioStore,
  shown,
  toSnapshot,
} from "./state";

const KEPT_POINTS = 20_000;
const KEPT_EPOCHS = 2_000;

export class Studio {
  readonly store: StudioStore = createState();
  readonly connection: Connection;
  private readonly pace = new Pace();
  private stream: WidgetModel | null = null;
  private writing: ReturnType<typeof setTimeout> | undefined;
  private notices = 0;
  private gone = false;

  constructor(readonly model: WidgetModel) {
    this.connection = new Connection(
      model,
      (event, buffers) => this.receive(event, buffers),
      () => this.alive,
    );
    const snapshot = model.get("document") as Snapshot | null;
    if (snapshot?.network) this.store.setState(fromSnapshot(snapshot));
  }

  private get alive(): boolean {
    return !this.gone && this.stream !== null && this.stream.comm_live !== false;
  }

  /** Find the stream, and with it whether a kernel answers; then ask for what is missing. */
  async connect(): Promise<void> {
    const reference = String(this.model.get("stream") ?? "");
    const stream = await this.model.widget_manager.get_model(reference.replace("IPY_MODEL_", "")).catch((error) => {
      this.checkLife();
      throw error;
    });
    this.stream = stream;
    this.connection.listen(stream);
    const state = stream.get("state") as StreamState | null;
    if (state?.status) this.store.setState({ status: state.status });
    stream.on("comm_live_update", () => this.checkLife());
    watchKernel(this.model.widget_manager, () => this.loseKernel());
    this.checkLife();
    if (!this.store.getState().live) return;
    await this.resync((this.model.get("document") as Snapshot | null)?.edition);
    const { answer } = await this.connection.send<Extract<Answer, { type: "start" }>>({ type: "get_catalog" });
    this.store.setState((old) => ({ start: answer, kinds: { ...byName(answer.catalog.layers), ...old.kinds } }));
    const history = await this.connection.send<HistoryChunk>({ type: "get_history" });
    this.pace.flush();
    this.takeHistory({ ...history.answer, whole: true }, history.buffers);
  }

  /**
   * Apply an edit here at once and send it; a refusal takes it back and says why, where the caller wants it said.
   * Gives whether it fitted here.
   */
  edit(edit: Edit, refused = (error: Error) => this.notify("error", error.message)): boolean {
    const state = this.store.getState();
    if (!state.live) {
      this.notify("error", "The kernel of this drawing is gone. Run the cell again to edit it.");
      return false;
    }
    try {
      const network = apply(state.network, edit);
      const request = this.connection.nextId();
      this.store.setState({ network, pending: [...state.pending, { request, edit }], saved: false });
      this.connection.send({ type: "apply_edit", edit }, request).catch((error: Error) => {
        // What a kernel did not answer before it died stays drawn.
        if (this.alive) this.forget(request);
        refused(error);
      });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused(error);
      return false;
    }
  }

  /** Send a command; a failure is shown as a notice and gives null. */
  async command<A extends Answer = Answer>(command: Command): Promise<Answered<A> | null> {
    try {
      return await this.connection.send<A>(command);
    } catch (error) {
      this.notify("error", (error as Error).message);
      return null;
    }
  }

  /** Send a command whose failure the caller shows itself, at the field it speaks of. */
  request<A extends Answer = Answer>(command: Command): Promise<Answered<A>> {
    return this.connection.send<A>(command);
  }

  notify(severity: "error" | "info", message: string): void {
    this.notices += 1;
    this.store.setState({ notice: { id: this.notices, severity, message } });
  }

  dismiss(): void {
    this.store.setState({ notice: null });
  }

  /** Ask for the drawing as it is, unless what is drawn is of the edition that the kernel told last. */
  private async resync(known = ""): Promise<void> {
    const { answer } = await this.connection.send<Extract<Answer, { type: "whole" | "done" }>>({
      type: "resync",
      known,
    });
    if (answer.type === "done") return;
    this.store.setState((old) => ({
      ...fromSnapshot(answer.snapshot),
      kinds: { ...old.kinds, ...byName(answer.snapshot.kinds) },
    }));
    this.remember();
  }

  private checkLife(): void {
    const live = this.alive;
    this.store.setState({ live, asked: true });
    if (!live) this.connection.abandon();
  }

  /** The kernel was shut down or died; a comm does not hear of that. */
  private loseKernel(): void {
    this.gone = true;
    this.checkLife();
  }

  private forget(request: string): void {
    this.store.setState((old) =>
      shown(
        old.confirmed,
        old.pending.filter((each) => each.request !== request),
      ),
    );
  }

  private takeStatus(status: RunStatus): void {
    // A run that was forgotten takes its pictures along.
    this.store.setState((old) => ({ status, pictures: status.state === "idle" ? null : old.pictures }));
  }

  private receive(event: Exclude<Event, { type: "reply" }>, buffers: Uint8Array[]): void {
    if (event.type === "together") {
      let from = 0;
      for (const each of event.events) {
        const to = from + buffersOf(each);
        this.receive(each, buffers.slice(from, to));
        from = to;
      }
      return;
    }
    this.show(event, buffers);
    if (!this.goesOn(event)) this.pace.flush();
  }

  /** Whether an event is one of many that a run sends as it goes on: those can wait for the next beat. */
  private goesOn(event: Exclude<Event, { type: "reply" | "together" }>): boolean {
    const { status } = this.store.getState();
    if (status.state !== "running") return false;
    if (event.type === "run_changed") return event.status.run === status.run && event.status.state === "running";
    return !(event.type === "history" && event.whole);
  }

  private show(event: Exclude<Event, { type: "reply" | "together" }>, buffers: Uint8Array[]): void {
    switch (event.type) {
      case "changed":
        this.takeChange(event);
        break;
      case "registered":
        this.store.setState((old) => withRegistered(old, event));
        break;
      case "rechecked":
        this.takeRecheck(event);
        break;
      case "configured":
        this.store.setState((old) => ({
          training: event.training,
          data: event.data,
          path: event.path,
          saved: event.saved,
          adaptation: event.adaptation,
          recovery: event.recovery,
          trouble: event.trouble,
          report: { ...old.report, problems: event.problems },
        }));
        this.remember();
        break;
      case "saved_blocks":
        this.store.setState({ shelf: event });
        break;
      case "run_changed":
        this.pace.take(() => this.takeStatus(event.status));
        break;
      case "history":
        this.pace.take(() => this.takeHistory(event, buffers));
        break;
      case "pictures":
        this.pace.take(() => this.takePictures(event, buffers));
        break;
    }
  }

  private takeChange(event: Changed): void {
    const old = this.store.getState();
    if (event.revision <= old.revision) return;
    if (event.revision !== old.revision + 1) {
      this.resync().catch((error: Error) => this.notify("error", error.message));
      return;
    }
    const confirmed = apply(old.confirmed, event.edit);
    const present = allNodes(confirmed);
    const nodes = Object.fromEntries(
      Object.entries({ ...old.report.nodes, ...event.nodes }).filter(([id]) => present.has(id)),
    );
    this.store.setState({
      ...shown(
        confirmed,
        old.pending.filter((each) => each.request !== event.request),
      ),
      confirmed,
      revision: event.revision,
      report: {
        nodes,
        problems: event.problems,
        parameters: event.parameters,
        trainable_parameters: event.trainable_parameters,
      },
      kinds: { ...old.kinds, ...byName(event.kinds) },
      canUndo: event.can_undo,
      canRedo: event.can_redo,
      saved: false,
      // Another drawing may use the same ids: its nodes must not show the old one's pictures.
      pictures: event.edit.type === "replace" ? null : old.pictures,
    });
    this.remember();
  }

  /** Checking says otherwise of the same drawing. Of another revision than ours, the change that follows says it too. */
  private takeRecheck(event: Rechecked): void {
    const { revision, report } = this.store.getState();
    if (event.revision !== revision) return;
    const { problems, parameters, trainable_parameters } = event;
    this.store.setState({
      report: { nodes: { ...report.nodes, ...event.nodes }, problems, parameters, trainable_parameters },
    });
    this.remember();
  }

  private takeHistory(chunk: HistoryChunk, buffers: Uint8Array[]): void {
    this.store.setState((old) => {
      const fresh = chunk.whole || chunk.run !== old.history.run;
      const before: History = fresh ? { run: chunk.run, series: {}, epochs: [] } : old.history;
      const series: Record<string, Series> = { ...before.series };
      chunk.series.forEach((name, i) => {
        const known = series[name] ?? { steps: [], values: [] };
        series[name] = appended(known, integers(buffers[2 * i]), floats(buffers[2 * i + 1]));
      });
      return { history: { run: chunk.run, series, epochs: thinner([...before.epochs, ...chunk.epochs]) } };
    });
  }

  private takePictures(event: Pictures, buffers: Uint8Array[]): void {
    this.store.setState((old) => {
      const thumbnails = { ...old.pictures?.thumbnails };
      const enlarged = { ...old.pictures?.enlarged };
      event.pictures.forEach((picture, i) => {
        const values = buffers[i];
        if (!values) return;
        if (picture.size === "focus") enlarged[picture.node] = { picture, values };
        else thumbnails[picture.node] = { picture, values };
      });
      const { step, sample, samples, label } = event;
      return { pictures: { step, sample, samples, label, thumbnails, enlarged } };
    });
  }

  /** Keep the widget's own copy true, so that a saved notebook and a second view show the drawing as it is. */
  private remember(): void {
    clearTimeout(this.writing);
    this.writing = setTimeout(() => {
      const snapshot = toSnapshot(this.store.getState());
      if (snapshot) this.model.set("document", snapshot);
    }, 150);
  }
}

/** How many buffers come with an event. */
function buffersOf(event: Together["events"][number]): number {
  switch (event.type) {
    case "history":
      return 2 * event.series.length;
    case "pictures":
      return event.pictures.length;
    case "run_changed":
      return 0;
  }
}

/** New points behind the old; past a limit every second pair of old points is dropped, its extremes kept by the kernel's thinning. */
function appended(old: Series, steps: Uint32Array, values: Float32Array): Series {
  const all = { steps: [...old.steps, ...steps], values: [...old.values, ...values] };
  if (all.steps.length <= KEPT_POINTS) return all;
  const keep = (_: number, i: number) => i % 4 < 2 || i === all.steps.length - 1;
  return { steps: all.steps.filter(keep), values: all.values.filter(keep) };
}

/** Epochs as they are until there are more than a chart has pixels for; then every second of them, and the last. */
function thinner(epochs: EpochRow[]): EpochRow[] {
  if (epochs.length <= KEPT_EPOCHS) return epochs;
  return epochs.filter((_, i) => i % 2 === 1 || i === epochs.length - 1);
}

export { Failure };
