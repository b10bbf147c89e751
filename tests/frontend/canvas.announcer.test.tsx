// What a screen reader hears of the canvas: what is selected, what a key has done, and problems that come and go.
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Announcer } from "../../widgets/src/canvas/Announcer";
import { say } from "../../widgets/src/canvas/steering";
import { SurroundingsContext } from "../../widgets/src/context";
import type { Problem } from "../../widgets/src/messages";
import type { Studio } from "../../widgets/src/studio";
import { createView, type ViewStore } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, edge, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let studio: Studio;
let view: ViewStore;
let mount: HTMLElement;
let root: Root;

beforeEach(async () => {
  const kinds = Object.values(KINDS);
  const kernel = new Kernel(snapshotOf(CHAIN, kinds), { keras_version: "3", groups: [], layers: kinds, objects: {} });
  studio = await kernel.studio();
  view = createView();
  mount = document.createElement("div");
  root = createRoot(mount);
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view, root: mount }}>
        <Announcer />
      </SurroundingsContext>,
    ),
  );
});

afterEach(() => act(async () => root.unmount()));

const heard = () => mount.textContent;
const problem = (node: string, message: string): Problem => ({
  code: `of_${node}`,
  message,
  severity: "warning",
  node,
  setting: null,
  fixes: [],
  stage: "build",
});
const tell = (...problems: Problem[]) =>
  act(async () => studio.store.setState(({ report }) => ({ report: { ...report, problems } })));

test("problems that come and go are said while nothing is selected", async () => {
  await tell(problem("n-a", "Dense “a” is wrong."));
  expect(heard()).toBe("1 problem: Dense “a” is wrong.");
  await tell(problem("n-a", "Dense “a” is wrong."), problem("n-b", "Dense “b” is, too."));
  expect(heard()).toBe("2 problems: Dense “b” is, too.");
  await tell(problem("n-b", "Dense “b” is, too."));
  expect(heard()).toBe("1 problem left.");
  await tell();
  expect(heard()).toBe("No problem is left.");
});

test("the sentence of the selected node's own problem is said once, that of another one before the node", async () => {
  await act(async () => view.setState({ nodes: ["n-a"] }));
  await tell(problem("n-a", "Dense “a” is wrong."));
  expect(heard()).toMatch(/^1 problem\. Dense a; /);
  expect(heard()?.match(/is wrong/g)).toHaveLength(1);
  await tell(problem("n-b", "Dense “b” is wrong."));
  expect(heard()).toMatch(/^1 problem: Dense “b” is wrong\. Dense a; /);
});

test("an edit is said again with what came of it, and not with what comes later", async () => {
  await act(async () => view.setState({ nodes: ["n-a"] }));
  await act(async () => {
    studio.edit({ type: "disconnect", edge: edge("a", "b") });
    say({ view }, "Connected.");
  });
  expect(heard()).toBe("Connected.");
  await tell();
  expect(heard()).toMatch(/^Connected\. Dense a; /);
  await tell(problem("n-b", "Wrong."));
  expect(heard()).toMatch(/^1 problem: Wrong\. Dense a; /);
});

test("what is said without an edit is not said again", async () => {
  await act(async () => view.setState({ nodes: ["n-a"] }));
  await act(async () => say({ view }, "Nothing before here."));
  expect(heard()).toBe("Nothing before here.");
  await tell();
  expect(heard()).toMatch(/^Dense a; /);
});

test("another network's problems are no news", async () => {
  await act(async () => {
    view.setState({ path: ["l-block"] });
    studio.store.setState(({ report }) => ({ report: { ...report, problems: [problem("n-a", "Wrong.")] } }));
  });
  expect(heard()).toBe("");
});
