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
      close: false,
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

/** How often two ways cross, and whether pieces of them lie on each other. */
function meeting(one: readonly Point[], two: readonly Point[]): { crossings: number; lying: boolean } {
  let crossings = 0;
  let lying = false;
  for (const [i, a] of one.entries()) {
    for (const [j, c] of two.entries()) {
      const [b, d] = [one[i + 1], two[j + 1]];
      if (!b || !d) continue;
      const level = a.y === b.y;
      if (level === (c.y === d.y)) {
        const [p, q] = level ? ["y" as const, "x" as const] : ["x" as const, "y" as const];
        const shared =
          Math.min(Math.max(a[q], b[q]), Math.max(c[q], d[q])) - Math.max(Math.min(a[q], b[q]), Math.min(c[q], d[q]));
        if (Math.abs(a[p] - c[p]) < 4 && shared > 2) lying = true;
        continue;
      }
      const [[l, r], [t, u]] = level
        ? [
            [a, b],
            [c, d],
          ]
        : [
            [c, d],
            [a, b],
          ];
      const x = t.x > Math.min(l.x, r.x) && t.x < Math.max(l.x, r.x);
      if (x && l.y > Math.min(t.y, u.y) && l.y < Math.max(t.y, u.y)) crossings++;
    }
  }
  return { crossings, lying };
}

describe("wires together", () => {
  test("that turn from one row to the next nest without crossing", () => {
    const above = [box(672, 0), box(672, 80)] as const;
    const below = [box(0, 300), box(0, 380)] as const;
    const found = routes([wanted("one", above[0], below[0]), wanted("two", above[1], below[1])], [...above, ...below]);
    const ways = [...found.values()].map(({ points }) => points);
    expect(meeting(ways[0] ?? [], ways[1] ?? [])).toEqual({ crossings: 0, lying: false });
  });

  test("that part to cards in the order of their cards do not cross, whatever their order", () => {
    const left = [0, 200, 400, 600].map((y) => box(0, y));
    const right = [100, 300, 500, 700].map((y) => box(224, y));
    const pairs = [3, 1, 0, 2].map((i) => wanted(`w${i}`, left[i] as Box, right[i] as Box));
    const ways = [...routes(pairs, [...left, ...right]).values()].map(({ points }) => points);
    for (const [i, one] of ways.entries()) {
      for (const two of ways.slice(i + 1)) expect(meeting(one, two)).toEqual({ crossings: 0, lying: false });
    }
  });

  test("that meet at a card come in side by side", () => {
    const sources = [0, 200, 400].map((y) => box(0, y));
    const target = { ...box(224, 200), height: 120 };
    const all = sources.map((each, i) => ({ ...wanted(`w${i}`, each, target), to: { x: 220, y: 215 + 18 * i } }));
    const ways = [...routes(all, [...sources, target]).values()].map(({ points }) => points);
    expect(meeting(ways[0] ?? [], ways[2] ?? [])).toEqual({ crossings: 0, lying: false });
    expect(meeting(ways[1] ?? [], ways[2] ?? [])).toEqual({ crossings: 0, lying: false });
  });

  test("to the next row keep between the rows though others pass there", () => {
    const rows = [0, 220, 440].map((y) => [box(0, y), box(224, y), box(448, y)] as const);
    const [first, second, third] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];
    const skips = [wanted("s1", first[0], third[1]), wanted("s2", first[1], third[2])];
    const wrap = routes([wanted("wrap", second[2], third[0]), ...skips], rows.flat()).get("wrap");
    expect(Math.max(...(wrap?.points ?? []).map(({ y }) => y))).toBe(473);
  });

  test("of one tensor share their way as far as they can", () => {
    const from = box(0, 0);
    const targets = [200, 400].map((y) => box(224, y));
    const ways = routes(
      targets.map((each, i) => wanted(`w${i}`, from, each, "t")),
      [from, ...targets],
    );
    expect(new Set([...ways.values()].map(({ points }) => points[1]?.x)).size).toBe(1);
  });

  test("from top to bottom go round the cards between", () => {
    const boxes = [0, 220, 440, 660].map((y) => box(0, y));
    const [a, b, c, d] = boxes as [Box, Box, Box, Box];
    const skip = { ...wanted("ad", a, d), to: { x: -4, y: d.y + 51 } };
    const found = routes([wanted("ab", a, b), wanted("bc", b, c), wanted("cd", c, d), skip], boxes);
    for (const { points } of found.values()) {
      expect(square(points)).toBe(true);
      expect(boxes.map((each) => hits(points, each))).toEqual([false, false, false, false]);
    }
    const [long, short] = [found.get("ad")?.points ?? [], found.get("cd")?.points ?? []];
    expect(meeting(long, short).lying).toBe(false);
  });

  test("say their shapes beside each other and not on each other", () => {
    const above = [box(672, 0), box(448, 0)] as const;
    const below = [box(0, 220), box(0, 400)] as const;
    const found = routes([wanted("one", above[0], below[0]), wanted("two", above[1], below[1])], [...above, ...below]);
    const [one, two] = [...found.values()].map(({ label }) => label);
    expect(Math.abs((one?.x ?? 0) - (two?.x ?? 0)) >= 100 || Math.abs((one?.y ?? 0) - (two?.y ?? 0)) >= 16).toBe(true);
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
