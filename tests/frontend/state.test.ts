import type { Edit } from "../../widgets/src/messages";
import { shown } from "../../widgets/src/state";
import { CHAIN } from "./samples";

const rename = (name: string): Edit => ({ type: "rename_network", name });

test("edits that the kernel has not answered lie on top of what it confirmed", () => {
  const pending = [
    { request: "1", edit: rename("mine") },
    { request: "2", edit: { type: "move", positions: { "n-a": [5, 6] } } as Edit },
  ];
  const { network, pending: kept } = shown({ ...CHAIN, name: "theirs" }, pending);
  expect(kept).toEqual(pending);
  expect(network.name).toBe("mine");
  expect(network.nodes[1]).toEqual({ ...CHAIN.nodes[1], x: 5, y: 6 });
});

test("an unanswered edit that no longer fits is dropped, and the others stay", () => {
  const gone = { request: "1", edit: { type: "remove_node", node: "n-x" } as Edit };
  const fits = { request: "2", edit: rename("mine") };
  expect(shown(CHAIN, [gone, fits])).toEqual({ network: { ...CHAIN, name: "mine" }, pending: [fits] });
});
