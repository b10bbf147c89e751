// What the state says about the screen, asked in several places.
import { isOpenRun } from "../messages";
import type { StudioState } from "../state";

/**
 * Whether cards keep room for a thumbnail: from the start of a run on, so that nothing jumps when pictures arrive, and
 * after a run that ended before the first came.
 */
export function showsPictures({ pictures, status }: Pick<StudioState, "pictures" | "status">): boolean {
  return pictures !== null || isOpenRun(status.state) || status.state === "finished" || status.state === "stopped";
}

export type Level = "speck" | "far" | "mid" | "near";

/** How much a card says at a zoom. */
export function levelOf(zoom: number): Level {
  if (zoom < 0.28) return "speck";
  if (zoom < 0.45) return "far";
  return zoom < 0.85 ? "mid" : "near";
}

/** Whether there is room beside the name: for shapes, settings, thumbnails. */
export function showsWords(level: Level): boolean {
  return level === "mid" || level === "near";
}

/** What keeps type at its size on the screen, in steps: a new value restyles every card. */
export function steadiness(zoom: number): number {
  return zoom >= 0.85 ? 1 : 1 / Math.max(Math.round(zoom * 20) / 20, 0.2);
}
