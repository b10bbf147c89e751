// At the foot of a card: whether a layer that learns from the data before a run has done so.
import type { Snapshot } from "../messages";

type Adaptation = Snapshot["adaptation"][string];

const WORDS: Record<Adaptation, { short: string; long: string }> = {
  pending: { short: "adapts at play", long: "Learns from the training data when you press play" },
  adapted: { short: "adapted", long: "Has learned from the training data" },
  given: { short: "adapted", long: "Came adapted with the model; playing leaves it so" },
  stale: { short: "adapts anew", long: "Has learned from other data; learns anew when you press play" },
};

/** Of a layer, also one inside a network that is a layer itself; null where nothing is to be learned. */
export function adaptationOf(all: Snapshot["adaptation"], layer: string): Adaptation | null {
  return all[layer] ?? Object.entries(all).find(([path]) => path.endsWith(`/${layer}`))?.[1] ?? null;
}

/** What is to be said of it where there is room for a sentence. */
export function learnsSentence(state: Adaptation): string {
  return `${WORDS[state].long}.`;
}

export function Learns({ state, name }: { state: Adaptation; name: string }) {
  const { short, long } = WORDS[state];
  return (
    <span className={`card-learns ${state}`} title={long} data-testid={`learns-${name}`}>
      {short}
    </span>
  );
}
