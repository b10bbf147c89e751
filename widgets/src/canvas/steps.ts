// Work that can be done in steps: at once, or a little in each of many tasks, so that no frame waits for all of it.

/** What is done in steps, each of them short; it returns what it came to. */
export type Steps<T> = Generator<undefined, T>;

/** So long a task may work before it lets others in, in milliseconds. */
const SLICE = 10;

export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Begin when the next frame is drawn, and go on from task to task; gives the verb that stops it. */
export function inSlices<T>(steps: Steps<T>, done: (value: T) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    const end = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done) return done(step.value);
    } while (performance.now() < end);
    timer = setTimeout(go);
  };
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(go);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
