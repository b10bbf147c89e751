// Python as coloured pieces, line by line: enough of the language for what the kernel writes, and text stays text.

type TokenKind = "comment" | "string" | "number" | "keyword" | "constant" | "name" | "operator" | "plain";

export interface Token {
  kind: TokenKind;
  text: string;
}

const KEYWORDS = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
const CONSTANTS = new Set(["True", "False", "None"]);

const PIECE =
  /(?<comment>#.*)|(?<string>[rbfu]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?j?)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<operator>[-+*/%@=<>!&|^~:]+)|(?<plain>\s+|.)/giu;
const FIELD = /\{\{|\}\}|(?<field>\{[^{}]*\})/g;

/** The lines of a source, each as its tokens in order; together they are the source. */
export function tokenLines(source: string): Token[][] {
  const lines: Token[][] = [[]];
  for (const token of tokens(source)) {
    token.text.split("\n").forEach((text, i) => {
      if (i > 0) lines.push([]);
      if (text) lines.at(-1)?.push({ kind: token.kind, text });
    });
  }
  return lines;
}

function* tokens(source: string): Generator<Token> {
  let defining = false;
  for (const { groups = {}, 0: text } of source.matchAll(PIECE)) {
    if (groups.word !== undefined) {
      yield {
        kind: KEYWORDS.has(text) ? "keyword" : CONSTANTS.has(text) ? "constant" : defining ? "name" : "plain",
        text,
      };
      defining = text === "def" || text === "class";
    } else if (groups.string !== undefined) {
      yield* /^[rbu]*f/i.test(text) ? fields(text) : [{ kind: "string" as const, text }];
    } else {
      const kind = (["comment", "number", "operator"] as const).find((each) => groups[each] !== undefined);
      yield { kind: kind ?? "plain", text };
    }
  }
}

/** An f-string: what stands in braces is code. */
function* fields(text: string): Generator<Token> {
  let end = 0;
  for (const { groups = {}, 0: found, index } of text.matchAll(FIELD)) {
    if (groups.field === undefined) continue;
    yield { kind: "string", text: text.slice(end, index + 1) };
    yield* tokens(found.slice(1, -1));
    end = index + found.length - 1;
  }
  yield { kind: "string", text: text.slice(end) };
}
