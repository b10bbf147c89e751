// A heading of the palette with groups under it, folded until somebody wants them.
import type { ReactNode } from "react";
import { Icon } from "../ui/Icon";

interface Props {
  name: string;
  count: number;
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
}

export function Heading({ name, count, open, onToggle, children }: Props) {
  return (
    <li className="palette-section">
      <button
        type="button"
        className={open ? "palette-group palette-heading open" : "palette-group palette-heading"}
        aria-expanded={open}
        data-testid={`heading-${name}`}
        onClick={onToggle}
      >
        <Icon name={open ? "chevron-down" : "chevron-right"} size={10} />
        <span className="palette-name">{name}</span>
        <span className="palette-count">{count}</span>
      </button>
      {open && <ul className="palette-under">{children}</ul>}
    </li>
  );
}
