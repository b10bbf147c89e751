// Says that another program has changed the file, and lets a person choose; nothing is overwritten meanwhile.
import { useStudio, useSurroundings } from "../context";

export function FileBanner() {
  const { studio } = useSurroundings();
  const trouble = useStudio((state) => state.trouble);
  const live = useStudio((state) => state.live);
  if (!trouble || !live) return null;
  const save = () => void studio.command({ type: "save", path: null, overwrite: trouble.conflict });
  return (
    <div className="banner trouble" role="alert" data-testid="file-trouble">
      <span>{trouble.message}</span>
      {trouble.conflict && (
        <button
          type="button"
          className="button primary"
          title="Put on the canvas what the file holds; undo brings this drawing back"
          data-testid="take-theirs"
          onClick={() => void studio.command({ type: "reload" })}
        >
          Take what is there
        </button>
      )}
      <button type="button" className="button" data-testid="keep-mine" onClick={save}>
        {trouble.conflict ? "Overwrite it" : "Try again"}
      </button>
    </div>
  );
}
