// A picture in large, with what is said of it below.
import type { ComponentProps, ReactNode } from "react";
import { Surface } from "./Surface";

interface Props extends ComponentProps<typeof Surface> {
  /** In one line: what is said, and at the other end what the colours mean. */
  children: ReactNode;
  /** What is said below that. */
  below?: ReactNode;
}

export function Captioned({ children, below, ...surface }: Props) {
  return (
    <div className="enlarged" style={{ width: surface.width }}>
      <Surface {...surface} />
      <div className="enlarged-words">{children}</div>
      {below}
    </div>
  );
}
