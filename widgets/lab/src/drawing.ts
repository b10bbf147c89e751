// What a document's text shows without a kernel: the drawing, with no word on shapes or problems.
import { EMPTY } from "../../src/edits";
import type { Network, Snapshot } from "../../src/messages";

/** A snapshot of the drawing in a text; null when the text has none. The kernel judges it: here it is only shown. */
export function drawingIn(text: string): Snapshot | null {
  const network = networkIn(text);
  if (!network) return null;
  return {
    revision: 0,
    network,
    report: { nodes: {}, problems: [], parameters: 0, trainable_parameters: 0 },
    kinds: [],
    can_undo: false,
    can_redo: false,
    training: null as never, // the studio shows no training before a kernel has told it
    data: null,
    path: null,
    saved: true,
    adaptation: {},
    recovery: null,
    trouble: null,
    protocol: 1,
  };
}

function networkIn(text: string): Network | null {
  try {
    const { network } = JSON.parse(text) as { network?: Partial<Network> };
    if (!network || ![network.layers, network.nodes, network.edges].every(Array.isArray)) return null;
    return { ...EMPTY, ...network } as Network;
  } catch {
    return null;
  }
}
