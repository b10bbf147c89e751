// The button of a fix: a look at it draws what it would do, a press does it.
import type { ReactNode } from "react";
import type { Path } from "../blocks/paths";
import { useStudio, useSurroundings } from "../context";
import type { Fix } from "../messages";
import { usePreview } from "./preview";

interface Props {
  fix: Fix;
  /** Where the network is that the fix edits. */
  path: Path;
  /** Makes the edit, in the terms of the studio around. */
  apply: () => void;
  className?: string;
  title?: string;
  testid: string;
  children: ReactNode;
}

export function FixButton({ fix, path, apply, className = "button", title, testid, children }: Props) {
  const { view } = useSurroundings();
  const live = useStudio((state) => state.live);
  const preview = usePreview(path, fix.edit);
  return (
    <button
      type="button"
      className={className}
      title={title}
      disabled={!live}
      data-testid={testid}
      {...preview}
      onClick={() => {
        view.setState({ preview: null });
        apply();
      }}
    >
      {children}
    </button>
  );
}
