// A note's Markdown as elements: no HTML of the writer's, no images from elsewhere, links that leave the notebook alone.
import Markdown from "markdown-to-jsx/react";
import { memo } from "react";

const OUTWARD = /^(https?:|mailto:)/i;

function Link({ href, children }: { href?: string; children?: React.ReactNode }) {
  if (!href || !OUTWARD.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className="link nodrag">
      {children}
    </a>
  );
}

const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: { a: { component: Link }, img: { component: ({ alt }: { alt?: string }) => <em>{alt}</em> } },
};

export const NoteText = memo(function NoteText({ text }: { text: string }) {
  return <Markdown options={options}>{text}</Markdown>;
});
