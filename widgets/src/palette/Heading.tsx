// A heading of the palette with groups under it, folded until somebody wants them.
import type { ReactNode } from "react";
import { Fold, type Folding } from "./Fold";

interface Props extends Folding {
  name: string;
  count: number;
  children: ReactNode;
}

export function Heading({ name, count, open, onToggle, children }: Props) {
  return (
    <li className="palette-section">
      <Fold
        name={name}
        count={count}
        testid={`heading-${name}`}
        className="palette-group palette-heading"
        open={open}
        onToggle={onToggle}
      />
      {open && <ul className="palette-under">{children}</ul>}
    </li>
  );
}
