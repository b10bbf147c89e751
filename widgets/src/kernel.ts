// Hears when the kernel goes away for good. JupyterLab's widget manager knows; other hosts say nothing, and need not.

interface Signal<A> {
  connect(slot: (sender: unknown, args: A) => void): void;
}

interface SessionContext {
  kernelChanged: Signal<{ oldValue: unknown; newValue: unknown }>;
  statusChanged: Signal<string>;
}

const GONE = new Set(["dead", "terminating", "restarting", "autorestarting"]);

/** Call `lost` when the kernel that a widget talks to is shut down, restarted, dead, or another. */
export function watchKernel(manager: unknown, lost: () => void): void {
  const session = (manager as { context?: { sessionContext?: SessionContext } }).context?.sessionContext;
  session?.kernelChanged.connect(
    (_, { oldValue, newValue }) => (newValue === null || (oldValue && oldValue !== newValue)) && lost(),
  );
  session?.statusChanged.connect((_, status) => GONE.has(status) && lost());
}
