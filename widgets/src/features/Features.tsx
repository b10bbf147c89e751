// What the first layer is given of a point: each feature is a switch, and a node on the canvas.
import { useMemo } from "react";
import { useStudio, useSurroundings } from "../context";
import { FEATURES, readFeatures } from "./reading";
import { FEATURE_WORDS, toggleFeature } from "./verbs";

export function Features() {
  const around = useSurroundings();
  const network = useStudio((state) => state.network);
  const drawable = useStudio((state) => state.drawable);
  const reading = useMemo(() => readFeatures(network), [network]);
  if (!reading) return null;
  return (
    <section className="features" aria-label="Features" data-testid="features">
      <span>Features</span>
      {FEATURES.map((feature) => (
        <button
          key={feature}
          type="button"
          className="switch"
          aria-pressed={reading.features.has(feature)}
          disabled={!drawable}
          title={`Give the first layer ${FEATURE_WORDS[feature]}, or not`}
          data-testid={`feature-${feature}`}
          onClick={() => toggleFeature(around, feature)}
        >
          {FEATURE_WORDS[feature]}
        </button>
      ))}
    </section>
  );
}
