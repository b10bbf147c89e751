import { renderToStaticMarkup } from "react-dom/server";
import { adaptationOf, Learns } from "../../widgets/src/canvas/Learns";

test("a layer is found by its id, or by its path inside another layer", () => {
  const all = { words: "pending", "outer/inner": "stale" } as const;
  expect(adaptationOf(all, "words")).toBe("pending");
  expect(adaptationOf(all, "inner")).toBe("stale");
  expect(adaptationOf(all, "other")).toBeNull();
});

test.each([
  ["pending", "adapts at play", "when you press play"],
  ["adapted", "adapted", "Has learned from the training data"],
  ["given", "adapted", "Came adapted with the model"],
  ["stale", "adapts anew", "Has learned from other data"],
] as const)("a card says that a layer is %s", (state, short, long) => {
  const html = renderToStaticMarkup(<Learns state={state} name="words" />);
  expect(html).toContain(`>${short}<`);
  expect(html).toContain(long);
});
