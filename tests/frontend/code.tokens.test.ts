import { tokenLines } from "../../widgets/src/code/tokens";

const SOURCE = `# Of your own: Halved.
import keras
from keras import layers


def encoder(name):
    """Two lines,
    one text."""
    return keras.Model(inputs=image, outputs=x, name=name)


for i in range(1, 4):
    x = layers.Conv2D(32, (3, 3), epsilon=1.001e-5, name=f"block{i + 1}_{{x}}_conv")(x)
flag = True if x is not None else 'it\\'s "so"'
y = -2.0 ** x[:, 0] @ größe
`;

const kinds = (source: string) =>
  tokenLines(source)
    .flat()
    .filter(({ kind }) => kind !== "plain")
    .map(({ kind, text }) => `${kind} ${text}`);

test("the tokens of a source are the source", () => {
  const text = tokenLines(SOURCE)
    .map((line) => line.map((token) => token.text).join(""))
    .join("\n");
  expect(text).toBe(SOURCE);
  expect(tokenLines("")).toEqual([[]]);
  for (const broken of ['"no end', "f'{x", '"""open\nlines', "a\\", "\t\u0000é", '{"']) {
    expect(
      tokenLines(broken)
        .map((line) => line.map((token) => token.text).join(""))
        .join("\n"),
    ).toBe(broken);
  }
});

test("each piece has the colour of what it is", () => {
  expect(kinds("for i in range(1, 4):")).toEqual(["keyword for", "keyword in", "number 1", "number 4", "operator :"]);
  expect(kinds("def block(name):")).toEqual(["keyword def", "name block", "operator :"]);
  expect(kinds("x = 1.001e-5  # small")).toEqual(["operator =", "number 1.001e-5", "comment # small"]);
  expect(kinds("y = True is not None")).toEqual([
    "operator =",
    "constant True",
    "keyword is",
    "keyword not",
    "constant None",
  ]);
  expect(kinds("x1 + conv2d_3")).toEqual(["operator +"]);
  expect(kinds(`'it\\'s "so"'`)).toEqual([`string 'it\\'s "so"'`]);
});

test("what stands in the braces of an f-string is code, and a brace that is text stays text", () => {
  expect(kinds('f"a{i + 1}_{{b}}"')).toEqual(['string f"a{', "operator +", "number 1", 'string }_{{b}}"']);
  expect(kinds('"a{i}"')).toEqual(['string "a{i}"']);
});

test("a text over several lines is one in each", () => {
  const lines = tokenLines('x = """one\ntwo"""\n# end');
  expect(lines.map((line) => line.at(-1))).toEqual([
    { kind: "string", text: '"""one' },
    { kind: "string", text: 'two"""' },
    { kind: "comment", text: "# end" },
  ]);
});

test("a long source is cut up in a moment", () => {
  const source = SOURCE.repeat(400);
  const start = performance.now();
  expect(tokenLines(source).length).toBe((SOURCE.split("\n").length - 1) * 400 + 1);
  expect(performance.now() - start).toBeLessThan(500);
  const start2 = performance.now();
  tokenLines(`"${"\\".repeat(50_000)}`);
  tokenLines(`f"${"{".repeat(20_000)}`);
  expect(performance.now() - start2).toBeLessThan(500);
});
