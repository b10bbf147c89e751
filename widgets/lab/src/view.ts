// The canvas of a document in its tab, and the line above it that says where the kernel is.
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import { Widget } from "@lumino/widgets";
import { serverAddress } from "../../src/assets";
import type { StudioLike } from "../../src/blocks/level";
import type { WidgetModel } from "../../src/connection";
import { isOpenRun, type Snapshot } from "../../src/messages";
import type { DocumentPlace } from "../../src/place";
import type { StudioState } from "../../src/state";
import { dataIn, drawingIn } from "./drawing";
import { KernelKeeper } from "./kernel";
import { linked, unlinked } from "./model";
import type { StudioHost } from "./studios";
import { version } from "./version";

interface Stub {
  default(): {
    initialize(around: { model: WidgetModel }): void;
    render(around: { el: HTMLElement }): Promise<(() => void) | undefined>;
  };
}

export class NetworkView extends Widget {
  readonly kernel: KernelKeeper;
  /** Called when what the menus say of the network may differ. */
  changed: () => void = () => undefined;
  private readonly line = document.createElement("div");
  private readonly place: DocumentPlace;
  private remove: (() => void) | undefined;
  private shows = 0;
  private resumable = false;

  constructor(private readonly context: DocumentRegistry.CodeContext) {
    super();
    this.addClass("playground-document");
    this.line.className = "playground-line";
    this.line.setAttribute("role", "status");
    this.line.hidden = true;
    this.node.append(this.line);
    this.place = placeOf(context);
    const view = this;
    this.kernel = new KernelKeeper(context, {
      get resumable() {
        return view.resumable ? view.studio : null;
      },
      say: (sentence, retry) => this.say(sentence, retry),
      pass: (sentence) => {
        this.say(sentence);
        this.line.classList.add("playground-passing");
      },
      show: (link, drawn) => this.showLinked(linked(link, context.sessionContext, this.place, this.drawing), drawn),
    });
    void context.ready.then(() => this.begin());
  }

  /** The studio on show; null before there is one. */
  get studio(): StudioLike | null {
    return this.node.querySelector<StudioHost>(".keras-playground")?.studio ?? null;
  }

  /** What the file draws, by itself. */
  private get drawing(): Snapshot | null {
    return drawingIn(this.context.model.sharedModel.getSource());
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.kernel.dispose();
    this.remove?.();
    super.dispose();
  }

  private async begin(): Promise<void> {
    if (this.isDisposed) return;
    const { drawing } = this;
    if (drawing) await this.display(unlinked(drawing, this.place));
    await this.kernel.start();
  }

  private say(sentence: string | null, retry?: () => void): void {
    this.line.replaceChildren(sentence ?? "");
    this.line.classList.remove("playground-passing");
    this.line.hidden = sentence === null;
    if (!retry) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jp-mod-styled jp-mod-reject";
    button.textContent = "Try again";
    button.addEventListener("click", retry);
    this.line.append(button);
  }

  /** Show a kernel's drawing: in the studio that had a kernel before, so that whatever is under way in it goes on. */
  private async showLinked(model: WidgetModel, drawn: boolean): Promise<void> {
    if (this.resumable && this.studio) await this.studio.resume(model, drawn);
    else {
      await this.display(model);
      this.resumable = true;
    }
  }

  /** Show a model's studio in place of the last one, which stays until the new one is there. */
  private async display(model: WidgetModel): Promise<void> {
    this.shows += 1;
    const turn = this.shows;
    const stub = await loadStub();
    if (turn !== this.shows || this.isDisposed) return;
    const body = document.createElement("div");
    body.className = "playground-body";
    this.node.append(body);
    const studio = stub.default();
    studio.initialize({ model });
    const release = await studio.render({ el: body });
    const last = this.remove;
    const unfollow = this.follow(body.querySelector(".keras-playground"));
    this.remove = () => {
      unfollow();
      release?.();
      body.remove();
    };
    last?.();
    this.changed();
  }

  /** A run goes on when its tab is closed, and is found again when the file is opened. */
  private follow(host: StudioHost | null): () => void {
    const follow = ({ status }: StudioState) => {
      this.kernel.outlives(isOpenRun(status.state));
    };
    return host?.studio?.store.subscribe(follow) ?? (() => undefined);
  }
}

function loadStub(): Promise<Stub> {
  const address = `${serverAddress("stub.js")}?v=${version}`;
  return import(/* webpackIgnore: true */ address) as Promise<Stub>;
}

function placeOf(context: DocumentRegistry.CodeContext): DocumentPlace {
  return {
    path: () => context.path,
    data: () => dataIn(context.model.sharedModel.getSource()),
    changed: () => context.model.dirty,
    subscribe: (listener) => {
      context.model.stateChanged.connect(listener);
      context.pathChanged.connect(listener);
      return () => {
        context.model.stateChanged.disconnect(listener);
        context.pathChanged.disconnect(listener);
      };
    },
    save: () => void context.save(),
  };
}
