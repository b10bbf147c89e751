// The kernel of a document: started with the tab, joined when it runs already, linked anew after a restart.
import type { ISessionContext, SessionContext } from "@jupyterlab/apputils";
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { Kernel, KernelSpec, Session } from "@jupyterlab/services";
import type { StudioLike } from "../../src/blocks/level";
import { Link } from "./link";
import { Meanwhile } from "./meanwhile";
import { TextKeeper } from "./text";
import { version } from "./version";

const RESTARTS: readonly Kernel.Status[] = ["restarting", "autorestarting"];

/** What a kernel is that has nothing to do, or of which nothing was heard since the connection to it was made anew. */
const QUIET: readonly Kernel.Status[] = ["idle", "unknown"];

/** Milliseconds of a quiet kernel after which what it was asked, or what it said, counts as lost; then twice as many. */
export const SILENCE = 4_000;

const OVERRULED =
  "Another editor changed the file, and the next kernel opens what stands there: what is drawn here now is not kept.";

export interface Tab {
  /** Say a sentence above the canvas, or take it away; with a way to try again, if there is one. */
  say(sentence: string | null, retry?: () => void): void;
  /** Say what is under way, over the canvas and not beside it: it is soon gone. */
  pass(sentence: string): void;
  /** Show the drawing of a link, in the studio that stands there if it can go on; `drawn` as the kernel opened it. */
  show(link: Link, drawn: boolean): Promise<void>;
  /** The studio that had a kernel, and can go on with another. */
  readonly resumable: StudioLike | null;
}

export class KernelKeeper {
  private link: Link | null = null;
  private text: TextKeeper | null = null;
  private attempt = 0;
  /** Whether the studio has what this link's kernel made of the text. */
  private shown = false;
  /** The kernel that is linked, or on the way to be. */
  private joining: Kernel.IKernelConnection | null = null;
  /** Whether that was begun over a connection that stood: one that is lost takes along what was asked. */
  private connected = false;
  private restarting = false;
  /** Whether the kernel was asked to serve networks, and has not answered. */
  private asked = false;
  private patience = SILENCE;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private readonly session: ISessionContext;
  private readonly meanwhile: Meanwhile;

  constructor(
    private readonly context: DocumentRegistry.CodeContext,
    private readonly tab: Tab,
  ) {
    this.session = context.sessionContext;
    this.meanwhile = new Meanwhile(context.model, () => this.say(OVERRULED));
  }

  /** Join the kernel that runs for this document, or start one. */
  async start(): Promise<void> {
    await this.session.ready;
    this.session.kernelChanged.connect(this.kernelChanged, this);
    this.session.statusChanged.connect(this.statusChanged, this);
    this.session.connectionStatusChanged.connect(this.connectionChanged, this);
    this.context.saveState.connect(this.saving, this);
    const kernel = this.session.session?.kernel;
    if (kernel) await this.join(kernel);
    else await this.launch();
  }

  dispose(): void {
    this.session.kernelChanged.disconnect(this.kernelChanged, this);
    this.session.statusChanged.disconnect(this.statusChanged, this);
    this.session.connectionStatusChanged.disconnect(this.connectionChanged, this);
    this.context.saveState.disconnect(this.saving, this);
    this.link?.hangUp();
    this.leave();
    clearTimeout(this.silence);
    this.meanwhile.end();
  }

  /** Let the kernel live on when the tab is closed, or not. */
  outlives(tab: boolean): void {
    const session = this.session as SessionContext;
    session.kernelPreference = { ...session.kernelPreference, shutdownOnDispose: !tab };
  }

  private async launch(): Promise<void> {
    this.outlives(false);
    const { specs } = (this.session as SessionContext).specsManager;
    const name = python(specs);
    if (!name) {
      this.fail("This server has no Python kernel to open the network in.");
      return;
    }
    this.tab.pass("Starting the kernel…");
    try {
      await this.session.changeKernel({ name });
    } catch (error) {
      this.fail(`The kernel “${name}” did not start: ${(error as Error).message}`);
    }
  }

  /** What is drawn at this moment is saved, though the kernel may not have answered. */
  private saving(_: unknown, state: DocumentRegistry.SaveState): void {
    const studio = this.tab.resumable;
    if (state === "started" && studio) this.text?.hasten(studio);
  }

  private kernelChanged(_: unknown, args: Session.ISessionConnection.IKernelChangedArgs): void {
    const { oldValue, newValue } = args;
    // A restart by the menu tells at its end of a change from the kernel to itself, which is joined by then.
    if (newValue && newValue === oldValue && this.joining === newValue) return;
    if (newValue) void this.join(newValue);
    else {
      this.leave();
      this.fail(`The kernel was shut down. ${this.kept}`);
    }
  }

  private statusChanged(_: unknown, status: Kernel.Status): void {
    const kernel = this.session.session?.kernel;
    this.listen();
    if (RESTARTS.includes(status)) {
      this.leave();
      this.restarting = true;
      this.tab.pass("The kernel restarts. The drawing is kept, and can be drawn on.");
    } else if (status === "dead") {
      this.leave();
      this.fail(`The kernel died. ${this.kept}`);
    } else if (this.restarting && kernel && (status === "idle" || status === "starting")) {
      void this.join(kernel);
    }
  }

  /** JupyterLab 4.4 connects anew in the middle of a restart, when the kernel has said already that it is idle. */
  private connectionChanged(_: unknown, status: Kernel.ConnectionStatus): void {
    this.listen();
    const kernel = this.session.session?.kernel;
    const lost = status === "connected" && this.connected && !this.shown;
    if (lost && kernel && this.joining === kernel) void this.join(kernel);
  }

  /**
   * Connect anew when nothing more comes. What a dead kernel had not read yet goes to the next one, by the connection
   * that was left, and takes its place: what the new connection asks is answered there, where nobody hears it.
   */
  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      const kernel = this.session.session?.kernel;
      if (!kernel || !(this.restarting || this.asked)) return;
      if (kernel.connectionStatus !== "connected" || !QUIET.includes(kernel.status)) return;
      this.patience *= 2;
      kernel.reconnect().catch(() => undefined);
    }, this.patience);
  }

  private async join(kernel: Kernel.IKernelConnection): Promise<void> {
    this.leave();
    this.listen();
    this.joining = kernel;
    this.asked = true;
    this.connected = kernel.connectionStatus === "connected";
    const { attempt } = this;
    const { model, path } = this.context;
    this.tab.pass("Opening the network in the kernel…");
    try {
      const { text, drawn } = this.meanwhile.take();
      const link = await Link.open(kernel, text, path, version, () => {
        if (attempt !== this.attempt) return false;
        this.asked = false;
        return true;
      });
      if (attempt !== this.attempt) {
        link.close();
        return;
      }
      this.link = link;
      link.lost = () => {
        this.leave();
        this.fail("This network was opened in another window, which goes on with its kernel.");
      };
      this.text = new TextKeeper(model, link, (sentence) => this.tab.say(sentence));
      const empty = await this.text.start(this.meanwhile.left);
      this.meanwhile.hold();
      await this.tab.show(link, drawn);
      if (attempt !== this.attempt) return;
      this.text.settle();
      this.meanwhile.end();
      this.shown = true;
      this.patience = SILENCE;
      this.tab.say(null);
      // Only a new file: one that somebody emptied has its drawing again, and is theirs to save.
      if (empty && drawn) await this.context.save();
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.asked = false;
      this.fail((error as Error).message);
    }
  }

  /** Say it beside whatever is on its way, or else with a way to go on. */
  private say(sentence: string): void {
    if (this.restarting || this.joining) this.tab.pass(sentence);
    else this.fail(sentence);
  }

  private get kept(): string {
    return this.tab.resumable
      ? "Draw on: all is kept, and checked when a kernel runs."
      : "The drawing is kept, and can't be changed without one.";
  }

  /** Forget the link, and whatever is under way to one. */
  private leave(): void {
    this.attempt += 1;
    this.restarting = false;
    this.asked = false;
    this.joining = null;
    const told = this.text?.told;
    this.text?.close();
    this.link?.close();
    const studio = this.tab.resumable;
    // One whose text no kernel has taken up still has what it was left with by the last one.
    if (told?.text != null && studio) this.meanwhile.begin(studio, told);
    this.shown = false;
    this.text = null;
    this.link = null;
  }

  private fail(sentence: string): void {
    this.tab.say(sentence, () => {
      const kernel = this.session.session?.kernel;
      void (kernel && kernel.status !== "dead" ? this.join(kernel) : this.launch());
    });
  }
}

/** The Python that the server runs on, or else another. */
function python(specs: KernelSpec.ISpecModels | null): string | undefined {
  const known = specs?.kernelspecs ?? {};
  const names = ["python3", specs?.default ?? "", ...Object.keys(known)];
  return names.find((name) => known[name]?.language === "python");
}
