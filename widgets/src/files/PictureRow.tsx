// In the export dialog: the drawing as a picture.
import { useStudio, useSurroundings } from "../context";
import { downloadPicture, type PictureFormat } from "./picture";

const FORMATS: [PictureFormat, string][] = [
  ["svg", "Sharp at every size; for papers and pages"],
  ["png", "Pixels; for chats and slides"],
];

export function PictureRow() {
  const around = useSurroundings();
  const live = useStudio((state) => state.live);
  return (
    <div className="picture-row">
      <span className="secondary">
        Or a picture of the drawing. The drawing is inside: dropped on a canvas, the picture opens.
      </span>
      {FORMATS.map(([format, title]) => (
        <button
          key={format}
          type="button"
          className="button"
          title={title}
          disabled={!live}
          data-testid={`picture-${format}`}
          onClick={() => void downloadPicture(around, format)}
        >
          Picture ({format.toUpperCase()})
        </button>
      ))}
    </div>
  );
}
