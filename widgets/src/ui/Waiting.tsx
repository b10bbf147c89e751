// What stands where a figure will be, until somebody knows it.
import type { ReactNode } from "react";
import { Icon } from "./Icon";

export function Waiting({ children }: { children: ReactNode }) {
  return (
    <span className="awaited" data-testid="awaited">
      <Icon name="waiting" size={11} />
      {children}
    </span>
  );
}
