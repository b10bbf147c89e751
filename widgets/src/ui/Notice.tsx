// The studio's one notice: what went wrong, or what was done. Tells; never asks.
import { useEffect } from "react";
import { useStudio, useSurroundings } from "../context";
import { Icon } from "./Icon";

const ICONS = { error: "error", info: "check", refused: "warning" } as const;

const SHOWN_FOR = 5_000;
/** What is offered is read and weighed first. */
const OFFERED_FOR = 15_000;

export function Notice() {
  const { studio } = useSurroundings();
  const notice = useStudio((state) => state.notice);

  useEffect(() => {
    if (!notice || notice.severity === "error") return;
    const timer = setTimeout(() => studio.dismiss(), notice.offer ? OFFERED_FOR : SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [notice, studio]);

  if (!notice) return null;
  return (
    <div
      className={`notice ${notice.severity}`}
      role={notice.severity === "error" ? "alert" : "status"}
      data-testid="notice"
      key={notice.id}
    >
      <Icon name={ICONS[notice.severity]} />
      <span className="notice-text">{notice.message}</span>
      {notice.offer && (
        <button
          type="button"
          className="button"
          title={`${notice.offer.label} (Alt+Enter)`}
          data-testid="notice-offer"
          onClick={() => studio.accept()}
        >
          {notice.offer.label}
        </button>
      )}
      <button
        type="button"
        className="icon-button small"
        title="Dismiss"
        aria-label="Dismiss"
        data-testid="notice-dismiss"
        onClick={() => studio.dismiss()}
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}
