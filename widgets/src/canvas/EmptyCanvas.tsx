// What an empty canvas offers: drawings to begin with, and a word on how to draw one's own.
import { useStudio, useView } from "../context";
import { Gallery } from "../gallery/Gallery";

/** `onDoubleClick` is that of the canvas below. */
export function EmptyCanvas({ onDoubleClick }: { onDoubleClick: (event: React.MouseEvent) => void }) {
  const live = useStudio((state) => state.live);
  const inside = useView((state) => state.path.length > 0);
  if (!live) return <p className="empty-canvas quiet">The drawing is empty.</p>;
  const hint = (
    <p className="empty-hint">
      {inside ? "Drag" : "or drag"} a layer from the left, or press <kbd>/</kbd> and type its name; <kbd>?</kbd> shows
      all keys
    </p>
  );
  if (inside) return <div className="empty-canvas quiet">{hint}</div>;
  return (
    <section
      className="empty-canvas nowheel"
      aria-label="Begin a network"
      data-testid="empty-canvas"
      onDoubleClick={(event) => {
        if (event.target instanceof Element && !event.target.closest("button")) onDoubleClick(event);
      }}
    >
      <header>
        <h2>Begin with a network</h2>
        {hint}
      </header>
      <Gallery />
    </section>
  );
}
