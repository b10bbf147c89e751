// The command "New from a template".
import type { Surroundings } from "../context";

/** Shows the gallery; an empty canvas shows it already, and there the first card takes the focus. */
export function openGallery({ studio, view, root }: Surroundings): void {
  const shown = root.querySelector<HTMLElement>(".empty-canvas .gallery-card[tabindex='0']");
  if (shown) shown.focus();
  else if (studio.store.getState().live) view.setState({ gallery: true });
}
