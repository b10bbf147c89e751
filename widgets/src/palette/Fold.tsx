// The head of a group in the palette: what opens and closes it, its name, and how many are in it.
import type { ReactNode } from "react";
import { Icon } from "../ui/Icon";

export interface Folding {
  open: boolean;
  onToggle: () => void;
}

interface Props extends Folding {
  name: string;
  count: number;
  testid: string;
  className?: string;
  /** What stands before the name. */
  children?: ReactNode;
}

export function Fold({ name, count, testid, className = "palette-group", open, onToggle, children }: Props) {
  return (
    <button
      type="button"
      className={open ? `${className} open` : className}
      aria-expanded={open}
      data-testid={testid}
      onClick={onToggle}
    >
      <Icon name={open ? "chevron-down" : "chevron-right"} size={10} />
      {children}
      <span className="palette-name">{name}</span>
      <span className="palette-count">{count}</span>
    </button>
  );
}
