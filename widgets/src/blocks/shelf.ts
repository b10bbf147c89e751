// Saved blocks on their way to the canvas: their content comes from the kernel when a hand reaches for one.
import type { Answer } from "../messages";
import { savedKind, savedName } from "./kinds";
import { outsideOf, type StudioLike } from "./level";

type Saved = Extract<Answer, { type: "saved_blocks" }>;
type Content = Extract<Answer, { type: "block_content" }>;

/** Ask anew what is saved: other programs write into the folder too. */
export async function look(studio: StudioLike): Promise<void> {
  try {
    const { answer } = await studio.request<Saved>({ type: "get_blocks" });
    outsideOf(studio).store.setState({ shelf: answer });
  } catch {
    // Without an answer the palette stays as it is.
  }
}

/** Fetch a block, so that it can be placed as a kind of the catalog is; gives the name of that kind, or null. */
export async function fetched(studio: StudioLike, name: string): Promise<string | null> {
  const done = await studio.command<Content>({ type: "get_block", name });
  if (!done) return null;
  const kind = savedKind(name, done.answer.network);
  outsideOf(studio).store.setState(({ kinds }) => ({ kinds: { ...kinds, [kind.name]: kind } }));
  return savedName(name);
}
