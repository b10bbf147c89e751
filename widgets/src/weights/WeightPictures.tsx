// One variable of a layer on the screen: its filters, matrix or values, and how they were distributed over the run.
import { useCallback, useMemo, useState } from "react";
import { Captioned } from "../pictures/Captioned";
import { boxAt, grid } from "../pictures/layout";
import { paintHistogram } from "../pictures/paint";
import { type Paint, Surface } from "../pictures/Surface";
import { count, counted, measured } from "../ui/format";
import { ridgeLines, ridgeRange } from "./ridges";
import { signedAt, signedColour, signedPixels } from "./signed";
import type { Ridges, SeenWeight } from "./useWeights";

const MOST_HEIGHT = 168;
const BARS_HEIGHT = 48;
const SCALE = 48;

interface Props {
  seen: SeenWeight;
  width: number;
}

export function WeightPicture({ seen, width }: Props) {
  const { picture, values } = seen;
  const [over, setOver] = useState<string | null>(null);
  const most = useMemo(() => strongest(seen), [seen]);
  const rows = picture.form === "values" ? 1 : picture.height;
  const height = heightOf(seen, width);
  const boxes = useMemo(
    () =>
      picture.form === "filters"
        ? grid(picture.count, picture.width / picture.height, { width, height }, 2)
        : [{ x: 0, y: 0, width, height }],
    [picture, width, height],
  );
  const used = boxes.reduce((lowest, box) => Math.max(lowest, box.y + box.height), 1);
  const paint = useCallback<Paint>(
    (context) => {
      const scale = signedAt(context.canvas);
      const size = rows * picture.width;
      boxes.forEach((box, i) => {
        const own = values.subarray(i * size, (i + 1) * size);
        if (picture.form === "values") {
          paintValues(context, own, box, most, scale);
          return;
        }
        const stage = new OffscreenCanvas(picture.width, rows);
        stage.getContext("2d")?.putImageData(new ImageData(signedPixels(own, most, scale), picture.width, rows), 0, 0);
        context.imageSmoothingEnabled = false;
        context.drawImage(stage, box.x, box.y, box.width, box.height);
      });
    },
    [picture, rows, values, boxes, most],
  );
  const point = (x: number, y: number) => {
    const at = boxAt(boxes, x, y);
    const box = boxes[at];
    if (!box) return setOver(null);
    const row = Math.min(rows - 1, Math.floor(((y - box.y) / box.height) * rows));
    const column = Math.min(picture.width - 1, Math.floor(((x - box.x) / box.width) * picture.width));
    const value = values[(at * rows + row) * picture.width + column] ?? Number.NaN;
    setOver(`${placeOf(seen, at, row, column)}: ${measured(value)}`);
  };
  return (
    <Captioned
      width={width}
      height={used}
      paint={paint}
      label={`${picture.name}: ${describe(seen)}`}
      testid="weight-picture"
      onPoint={point}
      onLeave={() => setOver(null)}
      below={
        picture.unsound > 0 && (
          <p className="in-error">
            {counted(picture.unsound, "weight is", "weights are")} NaN or infinite, drawn in red.
          </p>
        )
      }
    >
      <span className="secondary">{over ?? describe(seen)}</span>
      <SignedScaleBar most={most} />
    </Captioned>
  );
}

/** The end of the scale: the largest of the variable, or of its means where those are shown. */
function strongest({ picture, values }: SeenWeight): number {
  if (picture.down * picture.across === 1) return Math.max(Math.abs(picture.low), Math.abs(picture.high));
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}

function heightOf({ picture }: SeenWeight, width: number): number {
  if (picture.form === "values") return BARS_HEIGHT;
  if (picture.form === "filters") return MOST_HEIGHT;
  return Math.max(12, Math.min(MOST_HEIGHT, Math.round((width * picture.height) / picture.width)));
}

function describe({ picture }: SeenWeight): string {
  if (picture.form === "filters") {
    const last = picture.first + picture.count;
    const all = counted(picture.total, "filter");
    return picture.total > picture.count ? `${count(picture.first + 1)}–${count(last)} of ${all}` : all;
  }
  if (picture.down * picture.across > 1) return `means of ${picture.down}×${picture.across} weights`;
  return picture.form === "matrix" ? "inputs down, units right" : counted(size(picture.shape), "value");
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, each) => product * each, 1);
}

function placeOf({ picture }: SeenWeight, at: number, row: number, column: number): string {
  if (picture.form === "filters") return `filter ${count(picture.first + at + 1)}, row ${row}, column ${column}`;
  const across = column * picture.across;
  return picture.form === "values" ? `unit ${across}` : `input ${row * picture.down}, unit ${across}`;
}

function paintValues(
  context: CanvasRenderingContext2D,
  values: Float32Array,
  box: { width: number; height: number },
  most: number,
  scale: ReturnType<typeof signedAt>,
): void {
  const middle = box.height / 2;
  const pitch = box.width / values.length;
  values.forEach((value, i) => {
    const [red, green, blue] = signedColour(value, most, scale);
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    const tall = Number.isFinite(value) ? (most > 0 ? (Math.abs(value) / most) * middle : 0) : middle;
    const top = value >= 0 || !Number.isFinite(value) ? middle - tall : middle;
    context.fillRect(i * pitch, top, Math.max(1, pitch - (pitch > 4 ? 1 : 0)), Math.max(1, tall));
  });
}

function SignedScaleBar({ most }: { most: number }) {
  const paint = useCallback<Paint>((context) => {
    const scale = signedAt(context.canvas);
    for (let x = 0; x < SCALE; x += 1) {
      const [red, green, blue] = signedColour((2 * x) / (SCALE - 1) - 1, 1, scale);
      context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
      context.fillRect(x, 0, 1, 8);
    }
  }, []);
  return (
    <span className="scale secondary" title="One scale for all weights of this variable, zero in its middle">
      {measured(-most)} <Surface width={SCALE} height={8} paint={paint} label="Colour scale" /> {measured(most)}
    </span>
  );
}

/** The histograms of the run, of weights and of gradients, the latest in front; before anything is measured that of now. */
export function Distribution({ seen, width }: Props) {
  const { ridges, gradients, counts, picture } = seen;
  return ridges ? (
    <>
      <RidgeLines ridges={ridges} of="weights" width={width} />
      {gradients && (
        <>
          <p className="secondary">Its gradients, over the same steps</p>
          <RidgeLines ridges={gradients} of="gradients" width={width} />
        </>
      )}
    </>
  ) : (
    <Histogram counts={counts} low={picture.low} high={picture.high} width={width} />
  );
}

function RidgeLines({ ridges, of, width }: { ridges: Ridges; of: "weights" | "gradients"; width: number }) {
  const height = ridges.steps.length === 1 ? BARS_HEIGHT : 96;
  const { low, high } = ridgeRange(ridges);
  const paint = useCallback<Paint>(
    (context, palette) => {
      const lines = ridgeLines(ridges, { width, height });
      lines.forEach(({ points, base }, i) => {
        const way = new Path2D();
        for (const { x, y } of points) way.lineTo(x, y);
        context.fillStyle = palette.panel;
        context.fill(way);
        context.strokeStyle = i === lines.length - 1 ? palette.accent : palette.bars;
        context.lineWidth = i === lines.length - 1 ? 1.5 : 1;
        context.stroke(way);
        if (i === lines.length - 1) {
          context.fillStyle = palette.border;
          context.fillRect(0, base, width, 1);
        }
      });
    },
    [ridges, width, height],
  );
  const [first, last] = [ridges.steps[0] ?? 0, ridges.steps.at(-1) ?? 0];
  return (
    <Captioned
      width={width}
      height={height}
      paint={paint}
      label={`Distribution of the ${of} from step ${first} to step ${last}`}
      testid={of === "weights" ? "ridgeline" : "gradient-ridgeline"}
    >
      <span className="secondary">{measured(low)}</span>
      <span className="secondary">
        step {count(first)}, behind, to {count(last)}
      </span>
      <span className="secondary">{measured(high)}</span>
    </Captioned>
  );
}

function Histogram({ counts, low, high, width }: { counts: Float32Array; low: number; high: number; width: number }) {
  const paint = useCallback<Paint>(
    (context, palette) => paintHistogram(context, counts, { width, height: BARS_HEIGHT }, palette),
    [counts, width],
  );
  return (
    <Captioned
      width={width}
      height={BARS_HEIGHT}
      paint={paint}
      label="Distribution of the weights"
      testid="weight-histogram"
    >
      <span className="secondary">{measured(low)}</span>
      <span className="secondary">{measured(high)}</span>
    </Captioned>
  );
}
