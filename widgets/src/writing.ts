// A class for a layer of one's own: the kernel writes it, the notebook gets it as a cell; elsewhere the clipboard does.
import type { StudioLike } from "./blocks/level";
import { insertCell } from "./cells";
import type { Answer } from "./messages";

type Source = Extract<Answer, { type: "source" }>;

/** Write the class of a new layer below the studio; gives why it could not, or null. */
export async function writeLayer(
  studio: StudioLike,
  root: HTMLElement,
  name: string,
  settings: Record<string, unknown> = {},
): Promise<string | null> {
  try {
    const { answer } = await studio.request<Source>({ type: "new_layer", name, settings });
    const host = (root.getRootNode() as ShadowRoot).host;
    if (insertCell(studio.model, answer.text, host)) {
      studio.notify("info", `Run the new cell below: it puts ${name} into the palette.`);
    } else {
      await navigator.clipboard.writeText(answer.text);
      studio.notify("info", `Copied. Run it in a cell: it puts ${name} into the palette.`);
    }
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
