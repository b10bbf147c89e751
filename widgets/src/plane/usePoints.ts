// The data as points of the plane; null where they are none.
import { useEffect, useState } from "react";
import { floats } from "../buffers";
import { useStudio, useSurroundings } from "../context";
import type { Points as Told } from "../messages";
import type { Extent, Points } from "./plane";

export function usePoints(): Points | null {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const data = useStudio((state) => state.data);
  const split = useStudio((state) => `${state.training?.validation_split} ${state.training?.seed}`);
  const [points, setPoints] = useState<Points | null>(null);
  const numbers = data?.inputs.reduce((sum, tensor) => sum + tensor.shape.reduce((size, axis) => size * axis, 1), 0);
  const planar = numbers === 2;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another split holds back other points.
  useEffect(() => {
    if (!live || !planar) return setPoints(null);
    let wanted = true;
    studio.request<Told>({ type: "get_points" }).then(
      ({ answer, buffers }) => {
        if (!wanted) return;
        const [train, trainTargets, test, testTargets] = [0, 1, 2, 3].map((i) => floats(buffers[i]));
        const known = answer.extent && train && trainTargets && test && testTargets;
        setPoints(
          known
            ? {
                extent: answer.extent as unknown as Extent,
                names: answer.names,
                train,
                trainTargets,
                test,
                testTargets,
              }
            : null,
        );
      },
      () => wanted && setPoints(null),
    );
    return () => {
      wanted = false;
    };
  }, [studio, live, planar, data, split]);
  return points;
}
