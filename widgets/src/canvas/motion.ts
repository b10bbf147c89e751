// How long the view glides: not at all for who asked the system for less motion.

const LESS = "(prefers-reduced-motion: reduce)";

/** How a move of the view goes. */
export function glide(): { duration: number } {
  return { duration: matchMedia(LESS).matches ? 0 : 150 };
}
