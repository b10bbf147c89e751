// All of a drawing as one short text: copied here, pasted on a canvas there.
import type { Surroundings } from "../context";
import type { Answer } from "../messages";

/** `playground/network/_compact.py` has the same, and reads the text: here it is only told from others. */
const BEGINS = "playground:";

export const isDrawing = (text: string): boolean =>
  text
    .trimStart()
    .replace(/^[>\s]+/, "")
    .startsWith(BEGINS);

/** Open a text in the place of the drawing, as one undo step; gives why it can't be, or null. */
export async function openText({ studio, view }: Surroundings, text: string): Promise<string | null> {
  const full = studio.store.getState().network.nodes.length > 0;
  try {
    await studio.request({ type: "open_text", text });
  } catch (error) {
    studio.notify("error", (error as Error).message);
    return (error as Error).message;
  }
  view.setState({ nodes: [], edges: [] });
  if (full) studio.notify("info", "Opened in the place of the drawing; undo brings that back.");
  return null;
}

export async function textOf({ studio }: Pick<Surroundings, "studio">): Promise<string> {
  const { answer } = await studio.request<Extract<Answer, { type: "document_text" }>>({ type: "get_text" });
  return answer.text;
}
