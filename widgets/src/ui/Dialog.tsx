// A dialog above the studio: its title and the ways out of it. Tab stays inside; Esc, the button and the ground close it.
import type { ReactNode } from "react";
import { IconButton } from "./IconButton";
import { keepTab } from "./useModal";

interface Props {
  title: string;
  /** What tests call it. */
  name: string;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, name, className = "", onClose, children }: Props) {
  return (
    <div className="dialog-ground" role="presentation" onPointerDown={(e) => e.target === e.currentTarget && onClose()}>
      <div
        className={`dialog ${className}`.trim()}
        role="dialog"
        aria-modal="true"
        aria-label={title}
        data-testid={`${name}-dialog`}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          keepTab(event);
        }}
      >
        <div className="dialog-head">
          <h2>{title}</h2>
          <IconButton icon="close" label="Close" keys="Esc" testid={`${name}-close`} onClick={onClose} />
        </div>
        {children}
      </div>
    </div>
  );
}
