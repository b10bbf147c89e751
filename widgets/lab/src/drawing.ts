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
    edition: "",
    session: "",
    hidden: hiddenIn(text),
    protocol: 1,
  };
}

/** The name of the data set that a text chooses; null when it chooses none. */
export function dataIn(text: string): string | null {
  const { data } = parsed<{ data?: { name?: unknown } | null }>(text);
  return typeof data?.name === "string" ? data.name : null;
}

/** The controls that a text hides. */
function hiddenIn(text: string): string[] {
  const { view } = parsed<{ view?: { hidden?: unknown } | null }>(text);
  return Array.isArray(view?.hidden) ? view.hidden.filter((each) => typeof each === "string") : [];
}

function networkIn(text: string): Network | null {
  const { network } = parsed<{ network?: Partial<Network> | null }>(text);
  if (!network || ![network.layers, network.nodes, network.edges].every(Array.isArray)) return null;
  return { ...EMPTY, ...network } as Network;
}

/** What a text says as JSON; nothing when it is none. */
function parsed<T extends object>(text: string): Partial<T> {
  try {
    return (JSON.parse(text) as T | null) ?? {};
  } catch {
    return {};
  }
}
