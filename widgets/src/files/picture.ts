// A picture of the drawing as a file of this computer.
import { outsideOf } from "../blocks/level";
import type { Surroundings } from "../context";
import type { Answer } from "../messages";
import { fileName } from "../topbar/names";

export type PictureFormat = "svg" | "png";

interface PictureWish {
  format: PictureFormat;
  dark: boolean;
}

/** Ask the kernel for a picture, and let the browser download it. */
export async function downloadPicture({ studio }: Surroundings, { format, dark }: PictureWish): Promise<void> {
  const whole = outsideOf(studio);
  const asked = await whole.command<Extract<Answer, { type: "picture_file" }>>({ type: "get_picture", format, dark });
  const [content] = asked?.buffers ?? [];
  if (!asked || !content) return;
  const name = `${fileName(whole.store.getState().network.name)}.${format}`;
  save(new Blob([content.slice()], { type: asked.answer.media_type }), name);
  whole.notify("info", `“${name}” is downloaded. Dropped on a canvas, it opens as the drawing it shows.`);
}

function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
