// When a network is painted on one canvas instead of being made of elements.

/** Elements of so few nodes are quick at every zoom, and let wires be drawn at every zoom. */
export const FEW = 150;
/** Below it a card is a tile that has no room for ports. */
const SMALL = 0.35;

export function isPainted(nodes: number, zoom: number): boolean {
  return nodes > FEW && zoom < SMALL;
}
