// What samples look like, by their places; those that were asked for once are kept.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { DataSummary, Samples, SampleTensor } from "../messages";

/** One sample: its picture where an input is one, else its words. */
export interface Tile {
  tensor: SampleTensor | null;
  pixels: Uint8Array;
  words: string;
}

const KEPT = 512;

export function useTiles(places: readonly number[]): ReadonlyMap<number, Tile> {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const data = useStudio((state) => state.data);
  const kept = useRef<{ data: DataSummary | null; tiles: Map<number, Tile> }>({ data: null, tiles: new Map() });
  const [, setCount] = useState(0);
  const wanted = places.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places as text are the same while they are.
  useEffect(() => {
    if (kept.current.data !== data) kept.current = { data, tiles: new Map() };
    const { tiles } = kept.current;
    const missing = places.filter((place) => !tiles.has(place));
    if (!live || missing.length === 0) return;
    studio.request<Samples>({ type: "get_samples", count: missing.length, places: missing }).then(
      ({ answer, buffers }) => {
        if (kept.current.tiles !== tiles) return;
        if (tiles.size + missing.length > KEPT) tiles.clear();
        missing.forEach((place, i) => {
          tiles.set(place, tileOf(answer, buffers, i));
        });
        setCount((old) => old + 1);
      },
      () => undefined,
    );
  }, [studio, live, data, wanted]);
  return kept.current.data === data ? kept.current.tiles : new Map();
}

/** One sample of several, from its first input that is an image, or the words of its inputs. */
export function tileOf({ tensors }: Samples, buffers: readonly Uint8Array[], sample: number): Tile {
  const pictured = tensors.filter((tensor) => tensor.kind !== "words");
  const inputs = tensors.filter((tensor) => tensor.role === "input");
  const tensor = inputs.find((each) => each.kind === "image") ?? null;
  const words = inputs.flatMap((each) => (each.kind === "words" ? [each.words[sample] ?? ""] : [])).join(" · ");
  if (!tensor) return { tensor, pixels: new Uint8Array(), words };
  const size = tensor.height * tensor.width * tensor.channels;
  const all = buffers[pictured.indexOf(tensor)] ?? new Uint8Array();
  return { tensor, pixels: all.slice(sample * size, (sample + 1) * size), words };
}
