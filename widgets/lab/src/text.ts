// Keeps the text that JupyterLab saves in step with the drawing in the kernel. The page alone writes the file.
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { StudioLike } from "../../src/blocks/level";
import type { Answer, Event } from "../../src/messages";
import type { Link } from "./link";

type DocumentText = Extract<Answer, { type: "document_text" }>;

/** What a kernel finds in the file. */
export interface Left {
  stands: string;
  /** Whether the page drew it, while there was no kernel. */
  drawn: boolean;
}

/** Milliseconds that typing in an editor of the same file rests before it is read. */
const REST = 300;

export class TextKeeper {
  /** What the kernel made of the drawing that the text says; null when the page has drawn on it alone. */
  private known: string | null = null;
  /** The file's text when it said the same, in its own notation: what differs from it another editor wrote. */
  private stands: string | null = null;
  /** A text that is no drawing, as another editor left it: the next change on the canvas takes its place. */
  private refusal: string | null = null;
  private turn: Promise<void> = Promise.resolve();
  private waits = false;
  private pulling = false;
  private writing = false;
  /** Whether the page wrote that text ahead of the kernel, which may say the same with other numbers. */
  private ahead = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly model: DocumentRegistry.ICodeModel,
    private readonly link: Link,
    private readonly refused: (sentence: string | null) => void,
  ) {}

  /**
   * Begin, when the kernel has opened what is `left`; it is looked at last, as the page may draw on meanwhile.
   * A file that was empty is given its first text; gives whether it was.
   */
  async start(left: Readonly<Left>): Promise<boolean> {
    const text = await this.ask();
    this.stands = left.stands;
    this.ahead = left.drawn;
    this.known = left.drawn ? null : text;
    const empty = this.stands.trim() === "";
    if (empty && this.untouched) this.write(text);
    this.link.listen((event) => this.hear(event));
    this.model.sharedModel.changed.connect(this.changed, this);
    if (!this.untouched) this.changed();
    return empty;
  }

  /** The text that said what the kernel had, and whether it had told of a change that is not in it. */
  get told(): { text: string | null; behind: boolean } {
    return { text: this.stands, behind: this.waits || this.pulling };
  }

  /** Whether no other editor has had the last word. */
  private get untouched(): boolean {
    return this.model.sharedModel.getSource() === this.stands;
  }

  /** Put into the text what the page has drawn and the kernel not told of yet, unless another editor has the last word. */
  hasten(studio: StudioLike): void {
    const late = this.told.behind || studio.store.getState().pending.length > 0;
    if (!late || !this.untouched) return;
    this.known = null;
    this.write(studio.document("drawn"));
    this.ahead = true;
    this.settle();
  }

  /** Where the page wrote ahead, ask once more when all that it drew is answered: of what is refused no event tells. */
  settle(): void {
    if (this.ahead) this.next(() => this.pull());
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.model.sharedModel.changed.disconnect(this.changed, this);
  }

  private hear(event: Event): void {
    if (event.type !== "changed" && event.type !== "configured") return;
    if (this.waits) return;
    this.waits = true;
    this.next(() => {
      this.waits = false;
      return this.pull();
    });
  }

  /** The drawing changed: so does the text. */
  private async pull(): Promise<void> {
    this.pulling = true;
    const text = await this.ask().finally(() => {
      this.pulling = false;
    });
    if (text === this.known) return;
    if (this.ahead && this.untouched && same(text, this.stands)) {
      this.known = text;
      return;
    }
    // What another editor has typed meanwhile goes to the kernel next.
    if (!this.untouched && this.model.sharedModel.getSource() !== this.refusal) return;
    this.known = text;
    this.refused(null);
    this.write(text);
  }

  /** The text changed, by an editor or as the file was read anew: so does the drawing, if the text is one. */
  private async push(): Promise<void> {
    if (this.untouched) {
      this.refused(null);
      return this.pull(); // what was drawn while the text was another
    }
    const text = this.model.sharedModel.getSource();
    try {
      this.known = (await this.link.ask<DocumentText>({ type: "put_document", text })).text;
      this.stands = text;
      this.ahead = false;
      this.refused(null);
    } catch (error) {
      if (this.closed) return; // it was not read: the next link begins with it
      this.refusal = text;
      this.refused(`The file is no drawing now: ${(error as Error).message} The canvas keeps what it had.`);
    }
  }

  private changed(): void {
    if (this.writing) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(() => this.push()), REST);
  }

  private write(text: string): void {
    this.writing = true;
    write(this.model, text);
    this.stands = text;
    this.ahead = false;
    this.writing = false;
  }

  private async ask(): Promise<string> {
    return (await this.link.ask<DocumentText>({ type: "get_document" })).text;
  }

  /** One after another; the end of the link ends what waits, and the next link begins with the text as it stands. */
  private next(step: () => Promise<void>): void {
    this.turn = this.turn.then(() => (this.closed ? undefined : step())).catch(() => undefined);
  }
}

/** Whether two texts are one document: page and kernel write numbers in their own ways. */
function same(one: string, other: string | null): boolean {
  return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other ?? "null"));
}

/** Put a text in the place of the file's, as an edit of it. */
export function write({ sharedModel }: DocumentRegistry.ICodeModel, text: string): void {
  const { from, to, put } = difference(sharedModel.getSource(), text);
  // `setSource` is how a file is read: it marks no change.
  sharedModel.updateSource(from, to, put);
}

/** The one piece in which two texts differ: an editor of the same file keeps its cursor and its place. */
export function difference(old: string, now: string): { from: number; to: number; put: string } {
  const shorter = Math.min(old.length, now.length);
  let from = 0;
  while (from < shorter && old[from] === now[from]) from += 1;
  let same = 0;
  while (same < shorter - from && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  return { from, to: old.length - same, put: now.slice(from, now.length - same) };
}
