// The Python of the drawing, asked of the kernel while somebody looks at it: after each edit, a little later.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { Source } from "../messages";

const PAUSE = 150;

/** The source that fits the drawing, or the sentence that says why there is none; both null until the first answer. */
export interface Code {
  text: string | null;
  problem: string | null;
  /** Asked again, and not yet answered. */
  stale: boolean;
}

export function useSource(shown: boolean, training: boolean): Code {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const revision = useStudio((state) => state.revision);
  const report = useStudio((state) => state.report);
  const config = useStudio((state) => (training ? state.training : null));
  const data = useStudio((state) => (training ? state.data : null));
  const [code, setCode] = useState<Code>({ text: null, problem: null, stale: true });
  const asked = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes the source, though only the kernel reads it.
  useEffect(() => {
    if (!shown || !live) return;
    asked.current += 1;
    const number = asked.current;
    const settle = (next: Omit<Code, "stale">) => {
      if (number === asked.current) setCode({ ...next, stale: false });
    };
    setCode((before) => ({ ...before, stale: true }));
    const timer = setTimeout(
      () => {
        studio.request<Source>({ type: "get_source", training }).then(
          ({ answer }) => settle({ text: answer.text, problem: null }),
          (error: Error) => settle({ text: null, problem: error.message }),
        );
      },
      number === 1 ? 0 : PAUSE,
    );
    return () => clearTimeout(timer);
  }, [studio, shown, live, revision, report, training, config, data]);
  return code;
}
