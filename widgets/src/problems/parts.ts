// A problem's sentence in parts: who it is about, and, of the shapes in it, the axes that differ.
import type { Problem } from "../messages";
import { oddAxes } from "./axes";

export interface Part {
  text: string;
  tone: "plain" | "who" | "odd";
}

const WHO = /[\w.]+ “[^”]*”/;
const RECEIVED = /received ([\d?×]+(?:, [\d?×]+)*(?: and [\d?×]+)?)/;

export function parts({ code, message }: Pick<Problem, "code" | "message">): Part[] {
  const found = WHO.exec(message);
  const who = found?.[0] ?? "";
  const before = message.slice(0, found?.index ?? 0);
  const rest = message.slice(before.length + who.length);
  const head: Part[] = found
    ? [
        { text: before, tone: "plain" },
        { text: who, tone: "who" },
      ]
    : [];
  const received = code === "unequal_shapes" ? RECEIVED.exec(rest) : null;
  const list = received?.[1];
  if (!received || !list) return joined([...head, { text: rest, tone: "plain" }]);
  const start = received.index + "received ".length;
  return joined([
    ...head,
    { text: rest.slice(0, start), tone: "plain" },
    ...shapes(list, rest),
    { text: rest.slice(start + list.length), tone: "plain" },
  ]);
}

function shapes(list: string, sentence: string): Part[] {
  const pieces = list.split(/(, | and )/);
  const samples = pieces.filter((_, i) => i % 2 === 0).map((piece) => piece.split("×"));
  const rank = samples[0]?.length ?? 0;
  const named = /all axes but axis (\d+)/.exec(sentence)?.[1];
  const free = named ? Number(named) - 1 : sentence.includes("all axes but the last") ? rank - 1 : null;
  const odd = oddAxes(samples, free);
  return pieces.flatMap((piece, i): Part[] => {
    if (i % 2 === 1) return [{ text: piece, tone: "plain" }];
    return piece
      .split("×")
      .flatMap((text, axis): Part[] => [
        ...(axis > 0 ? [{ text: "×", tone: "plain" as const }] : []),
        { text, tone: odd.has(axis) ? "odd" : "plain" },
      ]);
  });
}

/** Neighbours of one tone as one part. */
function joined(all: readonly Part[]): Part[] {
  const found: Part[] = [];
  for (const part of all) {
    const last = found.at(-1);
    if (part.text === "") continue;
    if (last?.tone === part.tone) found[found.length - 1] = { ...last, text: last.text + part.text };
    else found.push(part);
  }
  return found;
}
