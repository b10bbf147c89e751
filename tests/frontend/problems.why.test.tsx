import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SurroundingsContext } from "../../widgets/src/context";
import { ProblemsTab } from "../../widgets/src/dock/ProblemsTab";
import type { Explanation } from "../../widgets/src/messages";
import { createView } from "../../widgets/src/view";
import { Kernel, snapshotOf } from "./kernel";
import { CHAIN, KINDS } from "./samples";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const EXPLANATION: Explanation = {
  code: "linear_stack",
  title: "Two linear layers in a row",
  severity: "warning",
  why: ["They are <b>one</b> layer.", "Set `activation` on the first."],
  before: "a = Dense(4)(image)",
  says: "",
  cure: "Set activation to relu",
  after: 'a = Dense(4, activation="relu")(image)',
};

let kernel: Kernel;
let mount: HTMLElement;
let root: Root;

beforeEach(async () => {
  const problem = {
    code: "linear_stack",
    message: "Dense “a” and Dense “b” have no activation between them.",
    severity: "warning" as const,
    node: "n-a",
    setting: null,
    fixes: [],
    stage: "build" as const,
  };
  const report = { nodes: {}, problems: [problem], parameters: 0, trainable_parameters: 0 };
  kernel = new Kernel(
    { ...snapshotOf(CHAIN, Object.values(KINDS)), report },
    { keras_version: "3", groups: [], layers: [], objects: {} },
  );
  kernel.answer = (command) =>
    command.type === "explain" ? { type: "explained", explanation: EXPLANATION } : undefined;
  const studio = await kernel.studio();
  mount = document.createElement("div");
  document.body.append(mount);
  root = createRoot(mount);
  await act(async () =>
    root.render(
      <SurroundingsContext value={{ studio, view: createView(), root: mount }}>
        <ProblemsTab />
      </SurroundingsContext>,
    ),
  );
  kernel.sent.length = 0;
});

afterEach(async () => {
  await act(async () => root.unmount());
  mount.remove();
});

const get = (testid: string) => mount.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const click = () => act(async () => get("problem-why-0")?.click());

test("the reason of a problem opens below it, is asked for once, and is text whatever it holds", async () => {
  expect(get("why")).toBeNull();
  await click();
  expect(kernel.sent).toEqual([{ type: "explain", code: "linear_stack" }]);
  expect(get("why")?.querySelector("h4")?.textContent).toBe("Two linear layers in a row");
  expect(get("why")?.querySelector("b")).toBeNull();
  expect(get("why")?.textContent).toContain("They are <b>one</b> layer.");
  expect(get("why")?.querySelector("p code")?.textContent).toBe("activation");
  expect([...(get("why")?.querySelectorAll("pre") ?? [])].map((each) => each.textContent)).toEqual([
    EXPLANATION.before,
    EXPLANATION.after,
  ]);
  expect(get("problem-why-0")?.getAttribute("aria-expanded")).toBe("true");
  await click();
  expect(get("why")).toBeNull();
  await click();
  expect(get("why")).not.toBeNull();
  expect(kernel.sent).toHaveLength(1);
});
