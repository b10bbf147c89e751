// The Python that makes this network, with line numbers; or why there is none.
import { type KeyboardEvent, memo, useMemo } from "react";
import { useStudio, useSurroundings } from "../context";
import { count } from "../ui/format";
import { Icon } from "../ui/Icon";
import { type Token, tokenLines } from "./tokens";
import type { Code } from "./useSource";

/** More lines than anybody reads; copying takes them all. */
const MOST = 3_000;

export function CodeTab({ text, problem, stale }: Code) {
  const { view } = useSurroundings();
  const live = useStudio((state) => state.live);
  const empty = useStudio((state) => state.network.nodes.length === 0);
  if (text === null && problem === null) {
    return <p className="empty">{live ? "" : "The code comes from the kernel. Run the cell again to see it."}</p>;
  }
  if (text === null) {
    return (
      <div className="no-code" data-testid="code-problem">
        {!empty && <Icon name="error" />}
        <p>{problem}</p>
        {!empty && (
          <button type="button" className="link" onClick={() => view.setState({ dock: "problems" })}>
            Show problems
          </button>
        )}
      </div>
    );
  }
  return <Listing text={text} stale={stale} />;
}

function Listing({ text, stale }: { text: string; stale: boolean }) {
  const lines = useMemo(() => tokenLines(text.trimEnd()), [text]);
  return (
    <section
      className={stale ? "code stale" : "code"}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key.
      tabIndex={0}
      aria-label="Python source"
      aria-busy={stale}
      data-testid="code"
      onKeyDown={selectAll}
    >
      <ol className="code-lines" style={{ "--digits": String(lines.length).length } as React.CSSProperties}>
        {lines.slice(0, MOST).map((tokens, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
          <Line key={i} text={tokens.map((token) => token.text).join("")} tokens={tokens} />
        ))}
      </ol>
      {lines.length > MOST && <p className="secondary">{count(lines.length - MOST)} more lines; copy to have them.</p>}
    </section>
  );
}

const Line = memo(
  function Line({ tokens }: { text: string; tokens: Token[] }) {
    return (
      <li>
        <code>
          {tokens.map((token, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
            <span key={i} className={token.kind === "plain" ? undefined : `py-${token.kind}`}>
              {token.text}
            </span>
          ))}
          {"\n"}
        </code>
      </li>
    );
  },
  (before, after) => before.text === after.text,
);

/** Ctrl+A takes the code, not the page. */
function selectAll(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "a") return;
  event.preventDefault();
  event.stopPropagation();
  const list = event.currentTarget.querySelector(".code-lines");
  if (list) getSelection()?.selectAllChildren(list);
}
