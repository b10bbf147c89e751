// Changes to how the network is trained: shown at once, sent whole, taken back when the kernel refuses.
import type { StudioLike } from "../blocks/level";
import type { TrainingSettings } from "../messages";

/** Send a change; gives the refusal, or null. */
export async function configure(studio: StudioLike, change: Partial<TrainingSettings>): Promise<Error | null> {
  const before = studio.store.getState().training;
  if (!before) return null;
  const training = { ...before, ...change };
  studio.store.setState({ training });
  try {
    await studio.request({ type: "configure", training });
    return null;
  } catch (error) {
    if (studio.store.getState().training === training) studio.store.setState({ training: before });
    return error as Error;
  }
}
