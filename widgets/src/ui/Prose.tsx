// Sentences of Keras's docstrings, where words between backticks are code; and names that may break where words of them end.
import { Fragment } from "react";

const TICKS = /`+/;

/** A sentence with what stands between backticks as code; where these don't pair, without them. */
export function Prose({ text }: { text: string }) {
  const parts = text.split(TICKS);
  if (parts.length % 2 === 0) return plain(text);
  // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place.
  return parts.map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part));
}

/** The sentence for where there is only text. */
export function plain(text: string): string {
  return text.split(TICKS).join("");
}

/** A name such as `return_sequences`, which goes on below after an underscore where it has no room. */
export function Name({ text }: { text: string }) {
  return text.split("_").map((word, i, words) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place.
    <Fragment key={i}>
      {word}
      {i < words.length - 1 && (
        <>
          _<wbr />
        </>
      )}
    </Fragment>
  ));
}
