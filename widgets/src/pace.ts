// What a run tells, shown at one pace: all that came since the last beat together, so that the page is drawn once for it.

/** A beat comes at most so often, in milliseconds. */
export const BEAT = 55;
/** So long the first message waits for those sent with it. */
const TOGETHER = 20;
/**
 * How much longer than the page is drawn a beat rests: a large network leaves the browser time for the hand. Whether the
 * machine has time for so many beats is for the kernel to know, which tells less where it has not.
 */
const REST = 4;
const REMEMBERED = 5;

export class Pace {
  private waiting: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private began = Number.NEGATIVE_INFINITY;
  private costs: number[] = [];

  /** Show this with the next beat. */
  take(show: () => void): void {
    this.waiting.push(show);
    this.timer ??= setTimeout(() => this.beat(), Math.max(TOGETHER, this.began + this.interval - performance.now()));
  }

  /** Show at once what still waits, in its order. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const show of this.waiting.splice(0)) show();
  }

  private get interval(): number {
    return Math.max(BEAT, (1 + REST) * middle(this.costs));
  }

  private beat(): void {
    this.began = performance.now();
    this.flush();
    const rendered = after(() => performance.now() - this.began);
    requestAnimationFrame(() => {
      const began = performance.now();
      const drawn = after(() => performance.now() - began);
      Promise.all([rendered, drawn]).then(([rendering, drawing]) => {
        this.costs = [...this.costs, rendering + drawing].slice(-REMEMBERED);
      });
    });
  }
}

/** What `tell` says once everything that is already due was done. */
function after<T>(tell: () => T): Promise<T> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(tell());
    port2.postMessage(null);
  });
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
