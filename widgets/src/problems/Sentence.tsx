// A problem's sentence as it is read: the layer bold, and red what differs.
import type { Problem } from "../messages";
import { parts } from "./parts";

export function Sentence({ problem }: { problem: Pick<Problem, "code" | "message"> }) {
  return (
    <span className="sentence">
      {parts(problem).map(({ text, tone }, i) =>
        tone === "plain" ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never change places.
          <b key={i} className={tone === "odd" ? "odd" : undefined}>
            {text}
          </b>
        ),
      )}
    </span>
  );
}
