// What the heads of an attention layer look at: a map a head, queries downwards and keys to the right.
import { useCallback, useMemo, useState } from "react";
import { Captioned } from "../pictures/Captioned";
import { MAP_COLOURS, TOP, UNSOUND, viridis } from "../pictures/colours";
import { boxAt, grid } from "../pictures/layout";
import { stamp } from "../pictures/paint";
import { type Paint, Surface } from "../pictures/Surface";
import { counted, measured } from "../ui/format";
import { type Heads, lookWords, sharesOf } from "./looks";

const GAP = 4;
const SCALE = 48;

export function Attention({ heads, width, height }: { heads: Heads; width: number; height: number }) {
  const { head } = heads;
  const [over, setOver] = useState<string | null>(null);
  const boxes = useMemo(
    () => grid(head.heads, head.keys / head.queries, { width, height }, GAP),
    [head, width, height],
  );
  const used = boxes.reduce((lowest, box) => Math.max(lowest, box.y + box.height), 1);
  const paint = useCallback<Paint>(
    (context) => {
      boxes.forEach((box, number) => {
        stamp(context, pixelsOf(sharesOf(heads, number)), head.keys, head.queries, box);
      });
    },
    [boxes, heads, head],
  );
  const point = (x: number, y: number) => {
    const number = boxAt(boxes, x, y);
    const box = boxes[number];
    if (!box) return setOver(null);
    const query = Math.min(head.queries - 1, Math.floor(((y - box.y) / box.height) * head.queries));
    const key = Math.min(head.keys - 1, Math.floor(((x - box.x) / box.width) * head.keys));
    setOver(lookWords(heads, number, query, key));
  };
  const all = head.total > head.heads ? `${head.heads} of ${head.total} heads` : counted(head.heads, "head");
  return (
    <Captioned
      width={width}
      height={used}
      paint={paint}
      label={`${all}: weights of ${head.keys} keys for ${head.queries} queries`}
      testid="attention"
      onPoint={point}
      onLeave={() => setOver(null)}
    >
      <span className="secondary">{over ?? `${all}: queries down, keys right`}</span>
      <Weights most={heads.most} />
    </Captioned>
  );
}

function pixelsOf(shares: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * shares.length);
  shares.forEach((share, i) => {
    const at = 3 * (share < 0 ? UNSOUND : Math.round(share * TOP));
    pixels.set(MAP_COLOURS.subarray(at, at + 3), 4 * i);
    pixels[4 * i + 3] = 255;
  });
  return pixels;
}

function Weights({ most }: { most: number }) {
  const paint = useCallback<Paint>((context) => {
    for (let x = 0; x < SCALE; x += 1) {
      context.fillStyle = viridis(x / (SCALE - 1));
      context.fillRect(x, 0, 1, 8);
    }
  }, []);
  return (
    <span className="scale secondary" title="One scale for all heads">
      0 <Surface width={SCALE} height={8} paint={paint} label="Colour scale" /> {measured(most)}
    </span>
  );
}
