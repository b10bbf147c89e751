import { chosen, fresh, kindNamed, withSetting } from "../../widgets/src/inspector/objects";
import { ordered } from "../../widgets/src/inspector/order";
import { format, parse, placeholder, python, same } from "../../widgets/src/inspector/values";
import type { Kind, Setting } from "../../widgets/src/messages";

const value = (given: unknown) => ({ kind: "value", value: given });
const reset = { kind: "reset" };
const trouble = (message: string) => ({ kind: "trouble", message });

const units: Setting = { name: "units", type: "integer", default: 32, required: true, minimum: 1 };
const rate: Setting = { name: "rate", type: "float", default: 0.5, minimum: 0, maximum: 1 };
const strides: Setting = { name: "strides", type: "tuple", default: [1, 1], length: 2, minimum: 1 };
const shape: Setting = { name: "shape", type: "tuple", default: [8, 8, 1], required: true };

describe("integers", () => {
  test("are whole numbers in range, with thousands apart if one likes", () => {
    expect(parse(units, " 64 ")).toEqual(value(64));
    expect(parse(units, "1,000")).toEqual(value(1000));
    expect(parse(units, "10_000")).toEqual(value(10_000));
  });
  test("say what they take when they are something else", () => {
    const wanted = trouble("units is a whole number from 1 on.");
    for (const text of ["0", "-3", "3.5", "many", "1e400", "3 4"]) expect(parse(units, text)).toEqual(wanted);
  });
  test("that are required can't be left empty, and keep their default as a value", () => {
    expect(parse(units, "")).toEqual(trouble("units needs a value."));
    expect(parse(units, "32")).toEqual(value(32));
  });
});

describe("floats", () => {
  test("are read with a point or an exponent, and are the default again when they equal it", () => {
    expect(parse(rate, ".25")).toEqual(value(0.25));
    expect(parse(rate, "1e-3")).toEqual(value(0.001));
    expect(parse(rate, "0.50")).toEqual(reset);
    expect(parse(rate, "")).toEqual(reset);
  });
  test("outside of their range are told so", () => {
    expect(parse(rate, "1.5")).toEqual(trouble("rate is a number from 0 to 1."));
    expect(parse(rate, "Infinity")).toEqual(trouble("rate is a number from 0 to 1."));
  });
  test("that may be a pair take both", () => {
    const factor: Setting = { name: "factor", type: "float", default: 0.2, required: true, length: 2 };
    expect(parse(factor, "-0.1, 0.3")).toEqual(value([-0.1, 0.3]));
    expect(parse(factor, "0.1")).toEqual(value(0.1));
    expect(parse(factor, "1, 2, 3")).toEqual(trouble("factor is a number, or 2 numbers with commas between."));
  });
});

describe("tuples", () => {
  test("are written in any of the usual ways", () => {
    for (const text of ["2, 3", "(2, 3)", "[2,3]", "2×3", "2x3"]) expect(parse(strides, text)).toEqual(value([2, 3]));
    expect(parse(strides, "2")).toEqual(value(2));
  });
  test("equal the default also as a single number", () => {
    expect(parse(strides, "1")).toEqual(reset);
    expect(same(strides, 3, [3, 3])).toBe(true);
    expect(same(strides, 3, [3, 1])).toBe(false);
  });
  test("of the wrong length or out of range are refused", () => {
    const wanted = trouble("strides is one or 2 whole numbers from 1 on.");
    for (const text of ["1, 2, 3", "0", "1.5, 2", "a"]) expect(parse(strides, text)).toEqual(wanted);
  });
  test("of any length may hold unknown axes", () => {
    expect(parse(shape, "None, 28, 1")).toEqual(value([null, 28, 1]));
    expect(parse(shape, "10")).toEqual(value([10]));
    expect(parse(shape, "(10,)")).toEqual(value([10]));
    expect(format([null, 28, 1])).toBe("None, 28, 1");
  });
  test("of pairs stay pairs", () => {
    const padding: Setting = { name: "padding", type: "tuple", default: [1, 1], length: 2 };
    expect(parse(padding, "((1, 0), (2, 2))")).toEqual(
      value([
        [1, 0],
        [2, 2],
      ]),
    );
    expect(
      format([
        [1, 0],
        [2, 2],
      ]),
    ).toBe("[[1, 0], [2, 2]]");
  });
});

describe("the other types", () => {
  test("None is a value where a setting is optional", () => {
    expect(parse({ name: "seed", type: "integer", optional: true, default: 3 }, "None")).toEqual(value(null));
    expect(parse({ name: "seed", type: "integer", optional: true }, "none")).toEqual(reset);
  });
  test("text is taken as it is, and a list by its commas", () => {
    expect(parse({ name: "name", type: "text" }, "None")).toEqual(value("None"));
    expect(parse({ name: "range", type: "list", default: [0, 255] }, "0, 1")).toEqual(value([0, 1]));
    expect(parse({ name: "range", type: "list", default: [0, 255] }, "0, 255")).toEqual(reset);
    expect(parse({ name: "words", type: "list" }, "'a', 'b'")).toEqual(value(["a", "b"]));
  });
  test("anything is JSON, Python, or a bare word", () => {
    const any: Setting = { name: "use_cudnn", default: "auto" };
    expect(parse(any, "True")).toEqual(value(true));
    expect(parse(any, '{"a": [1, null]}')).toEqual(value({ a: [1, null] }));
    expect(parse(any, "auto")).toEqual(reset);
    expect(parse(any, "__import__('os')")).toEqual(trouble("use_cudnn is a value as JSON or Python writes it."));
  });
  test("an empty field shows its default", () => {
    expect([placeholder(rate), placeholder(strides), placeholder(units)]).toEqual(["0.5", "1, 1", ""]);
    expect(placeholder({ name: "seed", type: "integer", optional: true })).toBe("None");
    expect(python([true, null, "a"])).toBe('[True, None, "a"]');
  });
});

describe("objects", () => {
  const kind = (name: string, settings: Setting[] = []): Kind => ({
    name,
    group: "",
    summary: "",
    settings,
    ports: [],
    arguments: [],
    outputs: 1,
    ranks: [],
    obstacle: "",
    url: "",
  });
  const normal = kind("RandomNormal", [{ name: "stddev", type: "float", default: 0.05 }]);
  const constant = kind("Constant", [{ name: "value", type: "float", default: 1, required: true }]);

  test("are found whatever their spelling", () => {
    expect(kindNamed([normal, constant], "random_normal")).toBe(normal);
    expect(kindNamed([normal, constant], "Ones")).toBeUndefined();
  });
  test("keep their settings only where there are some", () => {
    expect(chosen("relu")).toEqual({ kind: "relu", settings: {} });
    expect(chosen({ kind: "Constant", settings: { value: 2 } })).toEqual({ kind: "Constant", settings: { value: 2 } });
    expect([chosen(null), chosen(""), chosen(3)]).toEqual([null, null, null]);
    expect([fresh(normal), fresh(constant)]).toEqual(["RandomNormal", { kind: "Constant", settings: { value: 1 } }]);
    const set = withSetting({ kind: "RandomNormal", settings: {} }, "stddev", { value: 0.1, reset: false });
    expect(set).toEqual({ kind: "RandomNormal", settings: { stddev: 0.1 } });
    expect(withSetting(chosen(set) ?? { kind: "", settings: {} }, "stddev", { reset: true })).toBe("RandomNormal");
  });
});

test("what people change first stands first, then what is changed; the rest is folded", () => {
  const settings: Setting[] = [
    { name: "a" },
    { name: "b", prominent: true },
    { name: "c" },
    { name: "d", required: true },
    { name: "e" },
  ];
  const { first, rest } = ordered(settings, { c: 1 });
  expect(first.map((each) => each.name)).toEqual(["b", "d", "c"]);
  expect(rest.map((each) => each.name)).toEqual(["a", "e"]);
});
