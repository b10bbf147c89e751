// In the export dialog: the drawing as a picture.
import { useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { downloadPicture, type PictureFormat } from "./picture";

const FORMATS: [PictureFormat, string][] = [
  ["svg", "Sharp at every size; for papers and pages"],
  ["png", "Pixels; for chats and slides"],
];

export function PictureRow() {
  const around = useSurroundings();
  const live = useStudio((state) => state.live);
  const inUse = useView((state) => state.theme);
  const [theme, setTheme] = useState(inUse);
  return (
    <div className="picture-row">
      <span className="secondary">
        Or a picture of the drawing. The drawing is inside: dropped on a canvas, the picture opens.
      </span>
      <select
        aria-label="Colours of the picture"
        value={theme}
        data-testid="picture-theme"
        onChange={(event) => setTheme(event.target.value === "dark" ? "dark" : "light")}
      >
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
      {FORMATS.map(([format, title]) => (
        <button
          key={format}
          type="button"
          className="button"
          title={title}
          disabled={!live}
          data-testid={`picture-${format}`}
          onClick={() => void downloadPicture(around, { format, dark: theme === "dark" })}
        >
          Picture ({format.toUpperCase()})
        </button>
      ))}
    </div>
  );
}
