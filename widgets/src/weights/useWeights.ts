// The weights of one layer, asked of the kernel: anew while a run goes on, and whenever it has gone on.
import { useEffect, useState } from "react";
import { floats, stepNumbers } from "../buffers";
import { useStudio, useSurroundings } from "../context";
import type { WeightPicture, Weights } from "../messages";
import { weightsStep } from "../rewind/moments";

/** At most so often while a run goes on, in milliseconds; and so much longer than an answer takes the kernel rests. */
const PAUSE = 4000;
const REST = 60;

export interface Ridges {
  steps: Float64Array;
  ranges: Float32Array;
  counts: Float32Array;
}

export interface SeenWeight {
  picture: WeightPicture;
  values: Float32Array;
  counts: Float32Array;
  ridges: Ridges | null;
  /** Of its gradients, at the same steps. */
  gradients: Ridges | null;
}

interface SeenWeights {
  layer: string;
  step: number;
  sentence: string;
  weights: SeenWeight[];
}

export function useWeights(layer: string, page: number): SeenWeights | null {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const run = useStudio((state) => `${state.status.run} ${state.status.state}`);
  const goesOn = useStudio((state) => state.status.state === "running");
  const step = useStudio(({ status }) => (status.state === "running" ? -1 : weightsStep(status)));
  const revision = useStudio((state) => state.revision);
  const [seen, setSeen] = useState<SeenWeights | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may be another model, or other weights.
  useEffect(() => {
    if (!live) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      const began = performance.now();
      studio
        .request<Weights>({ type: "get_weights", layer, page })
        .then(
          ({ answer, buffers }) => gone || setSeen(unpacked(answer, buffers)),
          (error: Error) => gone || setSeen({ layer, step: 0, sentence: error.message, weights: [] }),
        )
        .then(() => {
          const took = performance.now() - began;
          if (!gone && goesOn) timer = setTimeout(ask, Math.max(PAUSE, REST * took));
        });
    };
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [studio, live, layer, page, run, goesOn, step, revision]);
  return seen?.layer === layer ? seen : null;
}

/** An answer with each variable's arrays beside its header. */
export function unpacked(answer: Weights, buffers: Uint8Array[]): SeenWeights {
  let at = 0;
  const next = () => buffers[at++];
  const weights = answer.pictures.map((picture): SeenWeight => {
    if (picture.form === "none") {
      return { picture, values: new Float32Array(), counts: new Float32Array(), ridges: null, gradients: null };
    }
    const [values, counts] = [floats(next()), floats(next())];
    if (picture.moments === 0) return { picture, values, counts, ridges: null, gradients: null };
    const steps = stepNumbers(next());
    const ridges = () => ({ steps, ranges: floats(next()), counts: floats(next()) });
    return { picture, values, counts, ridges: ridges(), gradients: ridges() };
  });
  return { layer: answer.layer, step: answer.step, sentence: answer.sentence, weights };
}
