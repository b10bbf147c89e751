// Where a callout stands: beside its node wherever that is, inside the canvas, over as few others as can be.
import { standing } from "../../widgets/src/canvas/calloutPlace";
import type { Box, Point } from "../../widgets/src/canvas/routing";

const SIZE = { width: 392, height: 108 };
const ROOM = { width: 853, height: 416, top: 0 };

const covers = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (box: Box, room: typeof ROOM) =>
  box.x >= 0 && box.y >= room.top && box.x + box.width <= room.width && box.y + box.height <= room.height;

function everywhere(room: typeof ROOM, width: number, height: number): Box[] {
  const found: Box[] = [];
  for (let x = -width + 4; x < room.width - width; x += 23) {
    for (let y = room.top; y < room.height; y += 19) found.push({ x, y, width, height });
  }
  return found;
}

test("it never covers its node nor leaves the view, wherever the node is", () => {
  for (const room of [ROOM, { ...ROOM, top: 40 }, { width: 560, height: 380, top: 0 }]) {
    for (const node of everywhere(room, 154, 66)) {
      const place = standing(node, { ...SIZE, width: Math.min(392, room.width - 16) }, room, []);
      expect(place, JSON.stringify(node)).not.toBeNull();
      if (!place) continue;
      expect(covers(place, node), JSON.stringify(node)).toBe(false);
      expect(inside(place, room), JSON.stringify(node)).toBe(true);
    }
  }
});

test("its leader ends at the badge and does not run through the card", () => {
  for (const node of everywhere(ROOM, 154, 66)) {
    const place = standing(node, SIZE, ROOM, []);
    const end = place?.leader.at(-1) as Point;
    expect(Math.hypot(end.x - node.x - node.width, end.y - node.y)).toBeLessThan(12);
    const inner = { x: node.x + 1, y: node.y + 1, width: node.width - 2, height: node.height - 2 };
    place?.leader.slice(1).forEach((to, i) => {
      const from = place.leader[i] as Point;
      const piece = {
        x: Math.min(from.x, to.x),
        y: Math.min(from.y, to.y),
        width: Math.abs(from.x - to.x) + 0.1,
        height: Math.abs(from.y - to.y) + 0.1,
      };
      expect(covers(piece, inner), JSON.stringify([node, place])).toBe(false);
    });
  }
});

test("it does not stand where the node goes once it is cured", () => {
  const wall = { x: 0, y: 0, width: 853, height: 160 };
  const node = { x: 40, y: 200, width: 154, height: 66 };
  expect(standing(node, SIZE, { ...ROOM, height: 300 }, [wall])?.side).toBe("right");
  const soon = { ...node, x: 264 };
  const place = standing(node, SIZE, ROOM, [], "right", soon);
  expect(place && covers(place, soon)).toBe(false);
});

test("it shrinks and scrolls where it is too tall, and stays away where there is no room at all", () => {
  const low = { width: 700, height: 260, top: 0 };
  const place = standing({ x: 300, y: 150, width: 154, height: 66 }, { width: 392, height: 600 }, low, []);
  expect(place?.side).toBe("above");
  expect(place?.height).toBeLessThan(120);
  expect(standing({ x: 20, y: 20, width: 300, height: 200 }, SIZE, { width: 340, height: 240, top: 0 }, [])).toBeNull();
});

test("it stays away from a node that is out of sight", () => {
  expect(standing({ x: -400, y: 100, width: 154, height: 66 }, SIZE, ROOM, [])).toBeNull();
  expect(standing({ x: 900, y: 100, width: 154, height: 66 }, SIZE, ROOM, [])).toBeNull();
});

test("it stands where it covers the fewest others, and keeps its side while that is as good", () => {
  const node = { x: 350, y: 170, width: 154, height: 66 };
  const over = { x: 100, y: 20, width: 700, height: 66 };
  expect(standing(node, SIZE, ROOM, [])?.side).toBe("above");
  expect(standing(node, SIZE, ROOM, [over])?.side).toBe("below");
  expect(standing(node, SIZE, ROOM, [], "below")?.side).toBe("below");
});
