// Opens a file from this computer: its bytes go to the kernel in pieces, as JSON, which every host carries.
import { go } from "../blocks/going";
import { outsideOf } from "../blocks/level";
import { TOP } from "../blocks/paths";
import type { Surroundings } from "../context";
import { bytes, percent } from "../ui/format";

/** A message of a websocket has at most 10 MB; base64 makes four letters of three bytes. */
const PIECE = 750_000;
const MOST = 256 * 2 ** 20;
/** A file of so many pieces tells how far it is. */
const LONG = 4;
const ENDINGS = [".playground.json", ".json", ".keras", ".svg", ".png"];
export const ACCEPTED = ENDINGS.join(",");

let sendings = 0;

/** Put what a file holds in the place of the drawing; what is wrong with it is said, and nothing lost. */
async function openFile({ studio, view }: Surroundings, file: File): Promise<void> {
  const whole = outsideOf(studio);
  const refusal = refused(file);
  if (refusal) {
    whole.notify("error", refusal);
    return;
  }
  sendings += 1;
  const sending = `${Date.now()}-${Math.random().toString(36).slice(2)}-${sendings}`;
  try {
    for (let start = 0; start === 0 || start < file.size; start += PIECE) {
      if (file.size > LONG * PIECE) whole.notify("info", `Reading “${file.name}”: ${percent(start / file.size, 0)}`);
      const content = await base64(file.slice(start, start + PIECE));
      await whole.request({ type: "open_file", sending, name: file.name, size: file.size, start, content });
    }
    go(view, TOP);
    whole.notify("info", `“${file.name}” is open in the place of the drawing. Ctrl+Z brings that back.`);
  } catch (error) {
    whole.notify("error", `“${file.name}” was not opened. ${(error as Error).message}`);
  }
}

function refused({ name, size }: File): string | null {
  if (!ENDINGS.some((ending) => name.toLowerCase().endsWith(ending))) {
    return `“${name}” can't be opened here. Drop a drawing (.playground.json), a .keras file, Keras's JSON, or a picture with a drawing inside (.svg, .png).`;
  }
  if (size > MOST) {
    return `“${name}” has ${bytes(size)}; a browser sends at most ${bytes(MOST)}. Open it from a cell, by its path: pg.open(…).`;
  }
  return null;
}

/** The first of the files; a canvas holds one drawing. */
export function openFirst(around: Surroundings, files: ArrayLike<File>): void {
  const [file] = Array.from(files);
  if (!file) return;
  if (files.length > 1)
    outsideOf(around.studio).notify("error", "A canvas holds one drawing: drop one file at a time.");
  else void openFile(around, file);
}

function base64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // A folder, or a file that is gone meanwhile, can't be read.
    reader.onerror = () => reject(new Error("It can't be read; choose a file that is there."));
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ""));
    reader.readAsDataURL(piece);
  });
}
