// The gallery above a drawing that is there already. It asks nothing: undo brings the drawing back.
import { useStudio, useSurroundings, useView } from "../context";
import { IconButton } from "../ui/IconButton";
import { Gallery } from "./Gallery";

export function GalleryDialog() {
  const { view, root } = useSurroundings();
  const open = useView((state) => state.gallery);
  const live = useStudio((state) => state.live);
  if (!open || !live) return null;
  const close = () => {
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    view.setState({ gallery: false });
  };
  return (
    <div className="dialog-ground" role="presentation" onPointerDown={(e) => e.target === e.currentTarget && close()}>
      <div
        className="dialog gallery-dialog"
        role="dialog"
        aria-modal="true"
        aria-label="New from a template"
        data-testid="gallery-dialog"
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          else if (event.key === "Tab") keepInside(event);
        }}
      >
        <div className="dialog-head">
          <h2>New from a template</h2>
          <IconButton icon="close" label="Close" keys="Esc" testid="gallery-close" onClick={close} />
        </div>
        <p className="secondary">It takes the place of the drawing; undo brings that back.</p>
        <Gallery focused onOpen={close} />
      </div>
    </div>
  );
}

/** Tab goes round inside a dialog. */
function keepInside(event: React.KeyboardEvent<HTMLElement>): void {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("button")].filter((each) => each.tabIndex === 0);
  const at = stops.indexOf(event.target as HTMLElement);
  const next = stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length];
  event.preventDefault();
  next?.focus();
}
