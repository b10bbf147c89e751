// One studio: the shared state of a model, and the verbs that views call. Knows the protocol, not the screen.
import { Connection, type WidgetModel } from "./connection";
import { apply, Refusal } from "./edits";
import { buffersOf, withChange, withHistory, withPictures, withRecheck, withStatus } from "./heard";
import { watchKernel } from "./kernel";
import { documentText, leave, leftBy, Steps } from "./meanwhile";
import type {
  Answer,
  Answered,
  Changed,
  Command,
  Edit,
  Event,
  Findings,
  HistoryChunk,
  Snapshot,
  StreamState,
  TrainingSettings,
} from "./messages";
import { Pace } from "./pace";
import { withRegistered } from "./registered";
import { withRuns } from "./runs/runs";
import { byName, createState, fromSnapshot, type Notice, type StudioStore, shown, toSnapshot } from "./state";
import { withLearning } from "./vitals/vitals";

const DONE: Answered = { answer: { type: "done" }, buffers: [] };

export class Studio {
  readonly store: StudioStore = createState();
  readonly connection: Connection;
  private readonly pace = new Pace();
  private stream: WidgetModel | null = null;
  private writing: ReturnType<typeof setTimeout> | undefined;
  private notices = 0;
  private gone = false;
  private readonly steps = new Steps(this.store);
  /** How it is trained, as the kernel said last, and as it was set since without one. */
  private told: TrainingSettings | null = null;
  private unsent: TrainingSettings | null = null;

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
    await this.follow(this.model);
    watchKernel(this.model.widget_manager, () => this.loseKernel());
    this.checkLife();
    if (!this.store.getState().live) return;
    await this.resync((this.model.get("document") as Snapshot | null)?.edition);
    await this.learn();
  }

  /**
   * Go on over the model of another kernel, in which this drawing was opened. The views stay as they are, and what was
   * drawn meanwhile is sent, an edit at a time: undo takes each back. With `anew`, the kernel was given all of it.
   */
  async resume(model: WidgetModel, anew = false): Promise<void> {
    this.connection.abandon();
    this.connection.use(model);
    this.gone = false;
    await this.follow(model);
    const { answer } = await this.connection.send<Extract<Answer, { type: "whole" }>>({ type: "resync", known: "" });
    const { snapshot } = answer;
    const old = this.store.getState();
    const drawn = anew ? [] : old.pending;
    const { network, pending } = shown(snapshot.network, drawn);
    leave(old.session, null);
    this.told = snapshot.training;
    this.store.setState({
      ...fromSnapshot(snapshot),
      kinds: { ...old.kinds, ...byName(snapshot.kinds) },
      network,
      pending,
      pictures: null,
    });
    for (const { request, edit } of pending) this.submit(request, edit, (error) => this.notify("error", error.message));
    this.checkLife();
    if (pending.length < drawn.length) {
      this.notify(
        "error",
        `${drawn.length - pending.length} of the changes made without a kernel did not fit any more.`,
      );
    }
    if (this.unsent && !anew) void this.command({ type: "configure", training: this.unsent });
    this.unsent = null;
    this.remember();
    await this.learn();
  }

  /** The document that a kernel is to open: as the last one had it, or as it is drawn. */
  document(which: "confirmed" | "drawn"): string {
    const { confirmed, network, training, data, hidden } = this.store.getState();
    return which === "confirmed"
      ? documentText(confirmed, this.told ?? training, data, hidden)
      : documentText(network, training, data, hidden);
  }

  /** Take up what an earlier kernel left behind, with what was drawn on this page after it had stopped. */
  async recover(): Promise<void> {
    const session = this.store.getState().recovery?.session ?? "";
    if (!(await this.command({ type: "recover" }))) return;
    const text = leftBy(session);
    if (text === undefined || !(await this.command({ type: "put_document", text }))) return;
    leave(session, null);
  }

  private async follow(model: WidgetModel): Promise<void> {
    const reference = String(model.get("stream") ?? "");
    const stream = await model.widget_manager.get_model(reference.replace("IPY_MODEL_", "")).catch((error) => {
      this.checkLife();
      throw error;
    });
    this.stream = stream;
    this.connection.listen(stream);
    const state = stream.get("state") as StreamState | null;
    if (state?.status) this.store.setState({ status: state.status });
    stream.on("comm_live_update", () => this.checkLife());
  }

  /** Ask for what is not of the drawing: what can be placed, and how the run went. */
  private async learn(): Promise<void> {
    const { answer } = await this.connection.send<Extract<Answer, { type: "start" }>>({ type: "get_catalog" });
    this.store.setState((old) => ({ start: answer, kinds: { ...byName(answer.catalog.layers), ...old.kinds } }));
    const history = await this.connection.send<HistoryChunk>({ type: "get_history" });
    this.pace.flush();
    this.store.setState((old) => withHistory(old, { ...history.answer, whole: true }, history.buffers));
    await this.askFindings();
  }

  private async askFindings(): Promise<void> {
    const { answer } = await this.connection.send<Findings>({ type: "get_findings" });
    this.pace.flush();
    this.store.setState({ findings: answer });
  }

  /**
   * Apply an edit here at once and send it; a refusal takes it back and says why, where the caller wants it said.
   * Gives whether it fitted here.
   */
  edit(edit: Edit, refused = (error: Error) => this.notify("error", error.message)): boolean {
    const state = this.store.getState();
    if (!state.drawable) {
      this.notify("error", "The kernel of this drawing is gone. Run the cell again to edit it.");
      return false;
    }
    try {
      const network = apply(state.network, edit);
      const request = this.connection.nextId();
      this.store.setState({ network, pending: [...state.pending, { request, edit }], saved: false });
      if (state.live) this.submit(request, edit, refused);
      else {
        this.steps.forget();
        this.keepHere();
      }
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused(error);
      return false;
    }
  }

  private submit(request: string, edit: Edit, refused: (error: Error) => void): void {
    this.connection.send({ type: "apply_edit", edit }, request).catch((error: Error) => {
      // What a kernel did not answer before it died stays drawn, and goes to the next one.
      if (this.alive) this.forget(request);
      if (this.alive || !this.store.getState().drawable) refused(error);
    });
  }

  /** Send a command; a failure is shown as a notice and gives null. */
  async command<A extends Answer = Answer>(command: Command): Promise<Answered<A> | null> {
    try {
      return await this.request<A>(command);
    } catch (error) {
      this.notify("error", (error as Error).message);
      return null;
    }
  }

  /** Send a command whose failure the caller shows itself, at the field it speaks of. */
  async request<A extends Answer = Answer>(command: Command): Promise<Answered<A>> {
    if (this.doneHere(command)) return DONE as Answered<A>;
    try {
      return await this.connection.send<A>(command);
    } catch (error) {
      // A kernel that died over it is no reason to lose what somebody typed.
      if (command.type === "configure" && this.doneHere(command)) return DONE as Answered<A>;
      throw error;
    }
  }

  /** Do what needs no kernel, while there is none and the next one will hear of it. */
  private doneHere(command: Command): boolean {
    const { live, drawable } = this.store.getState();
    if (live || !drawable) return false;
    if (command.type === "undo") this.steps.undo();
    else if (command.type === "redo") this.steps.redo();
    else if (command.type === "configure") {
      this.unsent = command.training;
      this.store.setState({ training: command.training, saved: false });
    } else return false;
    this.keepHere();
    return true;
  }

  /** Keep what no kernel has: with the notebook when it is saved, and for a cell that is run again. */
  private keepHere(): void {
    const { session, pending } = this.store.getState();
    leave(session, pending.length > 0 || this.unsent ? this.document("drawn") : null);
    this.remember();
  }

  notify(severity: Notice["severity"], message: string, offer?: Notice["offer"]): void {
    this.notices += 1;
    this.store.setState({ notice: { id: this.notices, severity, message, ...(offer && { offer }) } });
  }

  /** Do what the notice offers. */
  accept(): void {
    const offer = this.store.getState().notice?.offer;
    this.dismiss();
    if (offer && "edit" in offer) this.edit(offer.edit);
    else if (offer) void this.command(offer.command);
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
    if (answer.type === "done") {
      this.told = this.store.getState().training;
      return;
    }
    this.told = answer.snapshot.training;
    this.store.setState((old) => ({
      ...fromSnapshot(answer.snapshot),
      kinds: { ...old.kinds, ...byName(answer.snapshot.kinds) },
    }));
    this.remember();
  }

  private checkLife(): void {
    const live = this.alive;
    const was = this.store.getState();
    // Who was never told what can be placed has nothing to draw with.
    const drawable = live || (was.start !== null && this.hasWay);
    this.store.setState({ live, drawable, asked: true });
    if (live) return;
    this.connection.abandon();
    if (!drawable || !was.live) return;
    this.steps.forget();
    this.keepHere();
  }

  /** Whether this page can bring the drawing to another kernel. */
  private get hasWay(): boolean {
    return Boolean(this.model.place) || (globalThis.kerasPlaygroundPage?.goOn?.(this) ?? null) !== null;
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
        this.store.setState((old) => withRecheck(old, event));
        this.remember();
        break;
      case "configured":
        this.told = event.training;
        this.store.setState((old) => ({
          training: event.training,
          data: event.data,
          path: event.path,
          saved: event.saved,
          adaptation: event.adaptation,
          recovery: event.recovery,
          trouble: event.trouble,
          hidden: event.hidden,
          report: { ...old.report, problems: event.problems },
        }));
        this.remember();
        break;
      case "saved_blocks":
        this.store.setState({ shelf: event });
        break;
      case "runs_changed":
        this.store.setState((old) => ({ runs: withRuns(old.runs, event) }));
        break;
      case "run_changed":
        this.pace.take(() => this.store.setState((old) => withStatus(old, event.status)));
        break;
      case "history":
        this.pace.take(() => this.store.setState((old) => withHistory(old, event, buffers)));
        break;
      case "pictures":
        this.pace.take(() => this.store.setState((old) => withPictures(old, event, buffers)));
        break;
      case "findings":
        this.pace.take(() => this.store.setState({ findings: event }));
        break;
      case "landscape_progress":
        this.store.setState({ landscaping: event });
        break;
      case "vitals":
        this.pace.take(() => this.store.setState((old) => withLearning(old, event, buffers)));
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
    this.store.setState(withChange(old, event));
    // Whether what was found is of this drawing, the kernel knows.
    if (event.edit.type === "replace") this.askFindings().catch(() => undefined);
    this.remember();
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
