// What is drawn in a tab while its kernel is gone: it stands in the text that JupyterLab saves, and goes to the next kernel.
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { StudioLike } from "../../src/blocks/level";
import type { StudioState } from "../../src/state";
import { type Left, write } from "./text";

export class Meanwhile {
  private text: string | null = null;
  /** The file's text as the next kernel was given it, and with what was drawn since. */
  readonly left: Left = { stands: "", drawn: false };
  private studio: StudioLike | null = null;
  private unfollow: () => void = () => undefined;

  constructor(
    private readonly model: DocumentRegistry.ICodeModel,
    private readonly overruled: () => void,
  ) {}

  /**
   * The kernel is gone that made `text` of the drawing. What it had not put into the text the page has: a change that
   * it had told of when it stopped, and edits that it had not answered.
   */
  begin(studio: StudioLike, { text, behind }: { text: string | null; behind: boolean }): void {
    this.end();
    this.studio = studio;
    this.text = text;
    this.left.drawn = false;
    const { pending } = studio.store.getState();
    if (behind || pending.length > 0) this.put();
    this.unfollow = studio.store.subscribe((now, before) => this.follow(now, before));
  }

  /** The studio is told what a kernel made of the text: that is no drawing by hand. */
  hold(): void {
    this.unfollow();
  }

  /** What the next kernel is to open; without `drawn` the studio has edits for it on top. */
  take(): { text: string; drawn: boolean } {
    const text = this.model.sharedModel.getSource();
    this.left.stands = text;
    // Another editor has the last word, or the file, when it was read anew.
    if (!this.studio || !this.isOurs(text)) {
      this.left.drawn = false;
      return { text, drawn: true };
    }
    return { text: this.studio.document("confirmed"), drawn: false };
  }

  end(): void {
    this.unfollow();
    this.studio = null;
  }

  private follow(now: StudioState, before: StudioState): void {
    if (!now.live && (now.network !== before.network || now.training !== before.training)) this.put();
  }

  private put(): void {
    if (!this.studio) return;
    if (!this.isOurs(this.model.sharedModel.getSource())) {
      this.overruled();
      return;
    }
    this.text = this.studio.document("drawn");
    Object.assign(this.left, { stands: this.text, drawn: true });
    write(this.model, this.text);
  }

  /** Whether the text is as it was left; one that somebody emptied is no drawing that could take the place of this one. */
  private isOurs(text: string): boolean {
    return text === this.text || text.trim() === "";
  }
}
