// Keeps a wire that is being drawn in the hand when the pointer leaves the canvas.

/** So far from its border React Flow begins to pan the canvas under a wire. */
const RIM = 41;

/**
 * React Flow hears the mouse on the shadow root alone, and pans as long as it is beyond the canvas: a wire let go outside of the
 * studio would stick to the pointer, and the network would run away. Until the returned function is called, the wire waits at the
 * border while the pointer is outside, and hears when it is let go.
 */
export function hearOutside(root: HTMLElement): () => void {
  const tell = (event: MouseEvent, at: { clientX: number; clientY: number }) => {
    const { clientX, clientY } = at;
    const { button, buttons } = event;
    root.dispatchEvent(new MouseEvent(event.type, { bubbles: true, clientX, clientY, button, buttons }));
  };
  const move = (event: MouseEvent) => {
    const box = root.querySelector(".canvas")?.getBoundingClientRect();
    if (!box || contains(box, event)) return;
    event.stopPropagation();
    tell(event, {
      clientX: between(box.left + RIM, event.clientX, box.right - RIM),
      clientY: between(box.top + RIM, event.clientY, box.bottom - RIM),
    });
  };
  const release = (event: MouseEvent) => {
    if (!event.composedPath().includes(root)) tell(event, event);
  };
  window.addEventListener("mousemove", move, true);
  window.addEventListener("mouseup", release, true);
  return () => {
    window.removeEventListener("mousemove", move, true);
    window.removeEventListener("mouseup", release, true);
  };
}

function contains(box: DOMRect, { clientX: x, clientY: y }: MouseEvent): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
