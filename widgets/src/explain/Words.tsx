// Words or tokens in reading order, coloured by what they have to do with the answer.
import { measured } from "../ui/format";
import { largest, type Part } from "./explaining";
import { HeatScale } from "./HeatScale";
import { tint } from "./tint";

export function Words({ shown: { part, heat } }: { shown: Part }) {
  const most = largest(heat);
  return (
    <div className="explain-words">
      <ul aria-label={part.name} data-testid="explain-words">
        {part.words.map((word, i) =>
          word === "" ? null : (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place in the text.
              key={i}
              style={{ background: tint(heat[i] ?? 0, most) }}
              title={measured(heat[i] ?? 0)}
            >
              {word} <span className="unseen">{measured(heat[i] ?? 0)}</span>
            </li>
          ),
        )}
      </ul>
      <div className="overlay-words secondary">
        <HeatScale signed />
      </div>
    </div>
  );
}
