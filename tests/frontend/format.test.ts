import {
  bytes,
  count,
  counted,
  duration,
  measured,
  percent,
  short,
  tupleShape,
  wireShape,
} from "../../widgets/src/ui/format";

test("a wire shows a shape without its batch axis", () => {
  expect(wireShape([null, 26, 26, 32])).toBe("26×26×32");
  expect(wireShape([null, null, 64])).toBe("time×64");
  expect(wireShape([null, null, null, 3])).toBe("?×?×3");
  expect(wireShape([null])).toBe("1");
});

test("a tuple is written as Python writes it", () => {
  expect(tupleShape([null, 26, 26, 32])).toBe("(None, 26, 26, 32)");
  expect(tupleShape([null])).toBe("(None,)");
  expect(tupleShape([])).toBe("()");
});

test("counts have their thousands apart, and large ones fit into few letters", () => {
  expect([count(9248), count(0), count(1234567)]).toEqual(["9,248", "0", "1,234,567"]);
  expect([999, 1000, 9248, 195_400, 999_700, 3_300_000, 25_600_000_000].map(short)).toEqual([
    "999",
    "1k",
    "9.2k",
    "195k",
    "1M",
    "3.3M",
    "26G",
  ]);
});

test("sizes use binary units", () => {
  expect([0, 512, 1023, 1024, 86_528, 1_258_291, 2 ** 31].map(bytes)).toEqual([
    "0 bytes",
    "512 bytes",
    "1023 bytes",
    "1 KiB",
    "85 KiB",
    "1.2 MiB",
    "2 GiB",
  ]);
});

test("times are clocks", () => {
  expect([0, 17.4, 59.6, 725, 3725, -1].map(duration)).toEqual(["0:00", "0:17", "1:00", "12:05", "1:02:05", "0:00"]);
});

test("measured values keep about three digits, also far from one", () => {
  expect([0, 0.0491, 2.094, 123.45, 4321, 1.23e-7, -0.5, 2e9].map(measured)).toEqual([
    "0",
    "0.049",
    "2.09",
    "123.5",
    "4321",
    "1.2e-7",
    "−0.500",
    "2.0e9",
  ]);
  expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(measured)).toEqual(["NaN", "∞", "−∞"]);
});

test("a noun follows its number", () => {
  expect([counted(1, "problem"), counted(3, "problem"), counted(10, "class", "classes")]).toEqual([
    "1 problem",
    "3 problems",
    "10 classes",
  ]);
  expect(percent(0.986)).toBe("98.6%");
});
