// The gallery above a drawing that is there already. It asks nothing: undo brings the drawing back.
import { useStudio, useSurroundings, useView } from "../context";
import { Dialog } from "../ui/Dialog";
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
    <Dialog title="New from a template" name="gallery" className="gallery-dialog" onClose={close}>
      <p className="secondary">It takes the place of the drawing; undo brings that back.</p>
      <Gallery focused onOpen={close} />
    </Dialog>
  );
}
