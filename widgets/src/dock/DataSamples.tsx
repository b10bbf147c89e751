// A few samples of the data: what goes in, and what is to come out.
import { useEffect, useRef, useState } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import type { DataSummary, Samples, SampleTensor } from "../messages";
import { labelColour, samplePixels } from "./samples";

const COUNT = 5;

interface Seen {
  data: DataSummary;
  samples: Samples;
  /** Pixels by the number of the tensor, inputs first. */
  pixels: Map<number, Uint8Array>;
}

/** A few samples of the data, asked of the kernel; null without a kernel, and where there is nothing to be seen. */
export function useSamples(data: DataSummary): Seen | null {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    if (!live) return;
    let wanted = true;
    studio.request<Samples>({ type: "get_samples", count: COUNT, places: [] }).then(
      ({ answer, buffers }) => {
        if (!wanted) return;
        const pictured = answer.tensors.flatMap((tensor, i) => (tensor.kind === "words" ? [] : [i]));
        const pixels = new Map(pictured.map((i, at) => [i, buffers[at] ?? new Uint8Array()]));
        setSeen(pixels.size > 0 ? { data, samples: answer, pixels } : null);
      },
      () => wanted && setSeen(null),
    );
    return () => {
      wanted = false;
    };
  }, [studio, live, data]);
  return seen?.data === data ? seen : null;
}

/** The cells of one tensor in the row that tells of it. */
export function SampleCells({ seen, index }: { seen: Seen; index: number }) {
  const tensor = seen.samples.tensors[index];
  const values = seen.pixels.get(index);
  if (!tensor) return null;
  return Array.from({ length: seen.samples.count }, (_, sample) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its number.
    <td key={sample} className="data-sample">
      {values ? <Pixels tensor={tensor} values={values} sample={sample} /> : tensor.words[sample]}
    </td>
  ));
}

/** Drawn at its own size, and made larger without smoothing. */
export function Pixels({ tensor, values, sample }: { tensor: SampleTensor; values: Uint8Array; sample: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useView((state) => state.theme);
  useEffect(() => {
    const pixels = samplePixels(tensor, values, sample, theme);
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, tensor.width, tensor.height), 0, 0);
  }, [tensor, values, sample, theme]);
  return (
    <canvas
      ref={canvas}
      width={tensor.width}
      height={tensor.height}
      role="img"
      aria-label={`${tensor.name} of sample ${sample + 1}`}
    />
  );
}

/** Which colour of a mask is which class. */
export function MaskLabels({ names }: { names: readonly string[] }) {
  const theme = useView((state) => state.theme);
  return (
    <p className="secondary data-labels">
      {names.slice(0, 24).map((name, label) => (
        <span key={name}>
          <i style={{ background: labelColour(label, theme) }} /> {name}
        </span>
      ))}
    </p>
  );
}
