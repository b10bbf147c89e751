import { card } from "../../widgets/src/canvas/geometry";
import type { Edge, Kind } from "../../widgets/src/messages";
import written from "../fixtures/card_heights.json";

interface Case {
  ports: [string, boolean][];
  wired: string[];
  outputs: number;
  height: number;
}

const CASES = written as unknown as Case[];

test.each(CASES)("a card is as high as the layout in Python takes it to be: $height", (each) => {
  const { ports, wired, outputs, height } = each;
  const kind = { ports: ports.map(([name, many]) => ({ name, many, optional: false })), outputs } as unknown as Kind;
  const edges: Edge[] = wired.map((port, slot) => ({ source: `s${slot}`, target: "t", output: 0, port, slot }));
  expect(card(kind, edges, true).height).toBe(height);
});
