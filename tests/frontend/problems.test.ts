// What a problem's sentence marks, which problem the callout shows, and what a fix comes to.
import { ghostOf } from "../../widgets/src/canvas/ghost";
import type { Edit, NodeReport, Problem, Report } from "../../widgets/src/messages";
import { misfits, oddAxes } from "../../widgets/src/problems/axes";
import { parts } from "../../widgets/src/problems/parts";
import { costOf, costWords, outcomeWords } from "../../widgets/src/problems/preview";
import { keyOf, wished } from "../../widgets/src/problems/shown";
import { CHAIN, edge, layer, node } from "./samples";

const marked = (message: string, code = "unequal_shapes") =>
  parts({ code, message }).flatMap(({ text, tone }) => (tone === "plain" ? [] : [`${tone} ${text}`]));

describe("the sentence of a problem", () => {
  test("has the layer bold and the axes that differ red", () => {
    expect(marked("Add “a” needs equal shapes; received 28×28×32 and 28×28×64.")).toEqual([
      "who Add “a”",
      "odd 32",
      "odd 64",
    ]);
    expect(marked("Add “a” needs equal shapes; received 4, 5 and 1.")).toEqual([
      "who Add “a”",
      "odd 4",
      "odd 5",
      "odd 1",
    ]);
  });

  test("marks no axis that may differ, and none where the ranks do", () => {
    const joined = "Concatenate “c” needs shapes that are equal in all axes but the last; received ";
    expect(marked(`${joined}26×28×8 and 28×28×4.`)).toEqual(["who Concatenate “c”", "odd 26", "odd 28"]);
    expect(marked(`${joined}8 and 28×28×4.`)).toEqual(["who Concatenate “c”"]);
    expect(marked(`${joined.replace("the last", "axis 1")}26×28×8 and 20×28×4.`)).toEqual([
      "who Concatenate “c”",
      "odd 8",
      "odd 4",
    ]);
  });

  test("is whole, whatever is marked in it", () => {
    for (const message of [
      "ops.add “s” can't take 8.",
      "The canvas is empty; drag a layer onto it.",
      "Add “x received 8” needs equal shapes; received 8 and 16.",
    ]) {
      expect(
        parts({ code: "unequal_shapes", message })
          .map(({ text }) => text)
          .join(""),
      ).toBe(message);
    }
  });
});

test("an axis of length 1 is stretched and not odd", () => {
  expect([
    ...oddAxes([
      [1, 8],
      [4, 8],
    ]),
  ]).toEqual([]);
  expect([
    ...oddAxes([
      [1, 8],
      [4, 8],
      [5, 8],
    ]),
  ]).toEqual([0]);
  expect([
    ...oddAxes(
      [
        [1, 8],
        [4, 6],
      ],
      1,
    ),
  ]).toEqual([0]);
});

const ok = (shape: number[], parameters = 0): NodeReport => ({
  state: "ok",
  outputs: [{ shape: [null, ...shape], dtype: "float32" }],
  parameters,
  trainable_parameters: parameters,
  flops: 0,
  memory: 0,
  waiting_for: null,
  output_names: [],
});
const FAULTY: NodeReport = { ...ok([]), state: "faulty", outputs: [] };

function problem(given: Partial<Problem> = {}): Problem {
  return {
    code: "unequal_shapes",
    message: "No.",
    severity: "error",
    node: "n-sum",
    setting: null,
    fixes: [],
    stage: "build",
    ...given,
  };
}

const DRAWN = { ...CHAIN, edges: [...CHAIN.edges, edge("a", "sum"), edge("b", "sum", "inputs", 1)] };
const REPORT: Report = {
  nodes: { "n-image": ok([8]), "n-a": ok([4], 36), "n-b": ok([2], 10), "n-sum": FAULTY },
  problems: [problem()],
  parameters: 46,
  trainable_parameters: 46,
};

test("the axes of a node with another problem are not marked, however they differ", () => {
  expect([...misfits(DRAWN, REPORT, "n-sum")]).toEqual([0]);
  expect([...misfits(DRAWN, { ...REPORT, problems: [problem({ code: "setting" })] }, "n-sum")]).toEqual([]);
});

describe("the callout", () => {
  const open = { nodes: [] as string[], closed: new Set<string>() };
  const key = keyOf(problem());

  test("shows the worst of the selected node, and otherwise the newest", () => {
    const warning = problem({ severity: "warning", node: "n-a", message: "Hm." });
    const all = [warning, problem()];
    expect(wished(DRAWN, all, open, null, null)).toBeNull();
    expect(wished(DRAWN, all, open, key, null)).toEqual({ anchor: "n-sum", problem: problem() });
    expect(wished(DRAWN, all, { ...open, nodes: ["n-a"] }, key, null)?.problem).toEqual(warning);
    expect(wished(DRAWN, all, { ...open, nodes: ["n-a", "n-b"] }, null, null)).toBeNull();
  });

  test("shows no hint, nothing closed by hand, and nothing of a node that was just placed", () => {
    const nodes = ["n-sum"];
    expect(wished(DRAWN, [problem({ severity: "hint" })], { ...open, nodes }, null, null)).toBeNull();
    expect(wished(DRAWN, [problem()], { nodes, closed: new Set([key]) }, key, null)).toBeNull();
    expect(
      wished(DRAWN, [problem({ message: "Other." })], { nodes, closed: new Set([key]) }, null, null),
    ).not.toBeNull();
    expect(wished(DRAWN, [problem()], { ...open, nodes }, null, "n-sum")).toBeNull();
  });

  test("stands beside the block for what is wrong inside of it", () => {
    const block = {
      ...DRAWN,
      layers: DRAWN.layers.map((each) => (each.name === "b" ? { ...each, network: CHAIN } : each)),
    };
    const inner = problem({ node: "l-b/n-sum" });
    expect(wished(block, [inner], open, keyOf(inner), null)?.anchor).toBe("n-b");
    expect(wished(block, [inner], { ...open, nodes: ["n-b"] }, null, null)?.problem).toEqual(inner);
  });
});

describe("a fix", () => {
  const insert: Edit = {
    type: "batch",
    label: "Insert",
    edits: [
      { type: "disconnect", edge: edge("a", "sum") },
      { type: "move", positions: { "n-sum": [900, 0] } },
      {
        type: "add_node",
        node: node("new", 600),
        layer: layer("new", "Dense", { units: 2 }),
        node_index: null,
        layer_index: null,
      },
      { type: "connect", edge: edge("a", "new"), index: null },
      { type: "connect", edge: edge("new", "sum"), index: null },
    ],
  };
  const widen: Edit = { type: "change_setting", layer: "l-b", setting: "units", value: 4, reset: false, index: null };

  test("is drawn as what it adds, moves and takes away", () => {
    const ghost = ghostOf(DRAWN, insert);
    expect(ghost?.added.map(({ id }) => id)).toEqual(["n-new"]);
    expect(ghost?.changed).toEqual([]);
    expect(ghost?.wires).toEqual([edge("a", "new"), edge("new", "sum")]);
    expect([...(ghost?.gone ?? [])]).toEqual(["n-a.0>n-sum.inputs.0"]);
    expect([...(ghost?.moved ?? [])]).toEqual([["n-sum", { x: 900, y: 0 }]]);
    expect(ghostOf(DRAWN, widen)?.changed.map(({ id }) => id)).toEqual(["n-b"]);
    expect(ghostOf(DRAWN, { type: "remove_node", node: "n-gone" })).toBeNull();
  });

  test("comes to a shape and to the parameters of what was known before", () => {
    const inserted = { "n-new": ok([2], 10), "n-sum": ok([2]) };
    expect(outcomeWords(DRAWN, REPORT, { edit: insert, node: "n-sum" }, inserted)).toBe("2 · +10 params");
    const widened = { "n-b": ok([4], 20), "n-sum": ok([4]) };
    expect(outcomeWords(DRAWN, REPORT, { edit: widen, node: "n-sum" }, widened)).toBe("4 · +10 params");
    expect(costOf(REPORT.nodes, { "n-sum": ok([4], 99) })).toBe(0);
    expect(costOf(REPORT.nodes, {}, ["n-a"])).toBe(-36);
    expect([2112, -9248, 0].map(costWords)).toEqual(["+2,112 params", "−9,248 params", "0 params"]);
  });
});
