import type { Catalog, Edit } from "../../widgets/src/messages";
import { createState, fromSnapshot, shown, toSnapshot } from "../../widgets/src/state";
import { Kernel, snapshotOf } from "./kernel";
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

describe("a page that opens a drawing", () => {
  const snapshot = (name: string, edition: string) => ({ ...snapshotOf({ ...CHAIN, name }, []), edition });
  const catalog = { groups: [], layers: [] } as unknown as Catalog;

  test("asks for it only where it has another edition than the kernel, and draws what it has until then", async () => {
    const kernel = new Kernel(snapshot("now", "k-2"), catalog, snapshot("here", "k-2"));
    kernel.answer = (command) => (command.type === "resync" && command.known === "k-2" ? { type: "done" } : undefined);
    const { store } = await kernel.studio();
    expect(store.getState().network.name).toBe("here");
    expect(kernel.sent[0]).toEqual({ type: "resync", known: "k-2" });
  });

  test("takes the kernel's drawing where the notebook's is of another session", async () => {
    const kernel = new Kernel(snapshot("now", "k-0"), catalog, snapshot("saved long ago", "j-0"));
    expect((await kernel.studio()).store.getState().network.name).toBe("now");
  });

  test("writes no edition of the kernel's on what it keeps itself", () => {
    const state = { ...createState().getState(), ...fromSnapshot(snapshot("now", "k-2")) };
    expect(toSnapshot(state)?.edition).toBe("");
  });
});
