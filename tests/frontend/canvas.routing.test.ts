import { crossings, distanceTo, parting, path } from "../../widgets/src/canvas/paths";
import { type Box, type Point, routes, simpleRoute, type Wanted } from "../../widgets/src/canvas/routing";

const box = (x: number, y: number): Box => ({ x, y, width: 154, height: 66 });

function wanted(id: string, a: Box, b: Box, tensor = id): Wanted {
  const from = { x: a.x + 158, y: a.y + 33 };
  return { id, tensor, from, to: { x: b.x - 4, y: b.y + 33 }, fromBox: a, toBox: b };
}

const square = (points: readonly Point[]) =>
  points.every((p, i) => {
    const next = points[i + 1];
    return !next || p.x === next.x || p.y === next.y;
  });

function hits(points: readonly Point[], { x, y, width, height }: Box): boolean {
  return points.some((p, i) => {
    const next = points[i + 1] ?? p;
    const inside = (lo: number, hi: number, a: number, b: number) => Math.min(a, b) < hi && Math.max(a, b) > lo;
    return inside(x + 1, x + width - 1, p.x, next.x) && inside(y + 1, y + height - 1, p.y, next.y);
  });
}

describe("a wire", () => {
  test("between neighbours in a row is a straight line with its label in the middle", () => {
    expect(simpleRoute(wanted("w", box(0, 0), box(224, 0)))).toEqual({
      points: [
        { x: 158, y: 33 },
        { x: 220, y: 33 },
      ],
      label: { x: 189, y: 33 },
    });
  });

  test("to a card further on goes round the cards between, at right angles", () => {
    const boxes = [box(0, 0), box(224, 0), box(448, 0)];
    const [a, , c] = boxes as [Box, Box, Box];
    const way = routes([wanted("skip", a, c)], boxes).get("skip");
    expect(square(way?.points ?? [])).toBe(true);
    expect(boxes.map((each) => hits(way?.points ?? [], each))).toEqual([false, false, false]);
  });

  test("back to a row below runs between the rows", () => {
    const [a, b] = [box(672, 0), box(0, 220)];
    const way = routes([wanted("wrap", a, b)], [a, b]).get("wrap");
    expect(way?.points.map(({ y }) => y)).toEqual([33, 33, 143, 143, 253, 253]);
    expect(way?.label.y).toBe(143);
  });

  test("of another tensor keeps to its own lane; of the same tensor may lie on its sibling", () => {
    const [a, b] = [box(672, 0), box(0, 220)];
    const levels = (tensor: string) => {
      const found = routes([wanted("one", a, b, "t"), wanted("two", a, b, tensor)], [a, b]);
      return [...found.values()].map((way) => way.points[2]?.y);
    };
    expect(levels("t")).toEqual([143, 143]);
    expect(new Set(levels("u")).size).toBe(2);
  });
});

describe("a path", () => {
  test("has round bends, smaller where there is no room", () => {
    expect(
      path([
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 20, y: 6 },
        { x: 40, y: 6 },
      ]),
    ).toBe("M0,0L17,0Q20,0 20,3L20,3Q20,6 23,6L40,6");
  });

  test("opens where it passes under another tensor's wire", () => {
    const found = new Map([
      [
        "down",
        {
          points: [
            { x: 10, y: 0 },
            { x: 10, y: 100 },
          ],
          label: { x: 0, y: 0 },
        },
      ],
      [
        "over",
        {
          points: [
            { x: 0, y: 50 },
            { x: 90, y: 50 },
          ],
          label: { x: 0, y: 0 },
        },
      ],
    ]);
    const under = crossings(found, (id) => id);
    expect([...under]).toEqual([["down", [{ x: 10, y: 50 }]]]);
    expect(path(found.get("down")?.points ?? [], under.get("down"))).toBe("M10,0L10,45M10,55L10,100");
    expect([...crossings(found, () => "same")]).toEqual([]);
  });

  test("has a dot where its tensor parts", () => {
    const bent = {
      points: [
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 20, y: 60 },
        { x: 40, y: 60 },
      ],
      label: { x: 0, y: 0 },
    };
    const straight = {
      points: [
        { x: 0, y: 0 },
        { x: 90, y: 0 },
      ],
      label: { x: 0, y: 0 },
    };
    expect(parting(bent, [straight])).toEqual({ x: 20, y: 0 });
    expect(parting(bent, [bent])).toBeNull();
    expect(parting(straight, [bent])).toBeNull();
  });

  test("is as far from a point as its nearest piece", () => {
    expect(
      distanceTo(
        [
          { x: 0, y: 0 },
          { x: 10, y: 0 },
          { x: 10, y: 50 },
        ],
        { x: 13, y: 20 },
      ),
    ).toBe(3);
  });
});

test("five hundred wires are laid in a fraction of a second's work, and none through a card of its row", () => {
  const boxes = Array.from({ length: 500 }, (_, i) => box((i % 25) * 224, Math.floor(i / 25) * 220));
  const all = boxes.slice(1).map((each, i) => wanted(`w${i}`, boxes[i] as Box, each));
  const found = routes(all, boxes);
  expect(found.size).toBe(499);
  const through = [...found.values()].filter((way) => boxes.some((each) => hits(way.points, each)));
  expect(through).toEqual([]);
});
