// The browser's copy of `apply` does to every trace of edits what Python's did.
import { apply, EMPTY } from "../../widgets/src/edits";
import type { Edit, Network } from "../../widgets/src/messages";
import written from "../fixtures/edit_traces.json";

interface Trace {
  edits: Edit[];
  inverses: Edit[];
  networks: Network[];
}

const traces = written as unknown as Trace[];

test("there are traces to follow", () => {
  expect(traces.length).toBeGreaterThan(9);
});

test.each(traces.map((trace, i) => [i, trace] as const))(
  "trace %i gives the same networks, forward and back",
  (_, trace) => {
    let network = EMPTY;
    for (const [i, edit] of trace.edits.entries()) {
      network = apply(network, edit);
      expect(JSON.stringify(network)).toBe(JSON.stringify(trace.networks[i]));
    }
    for (const [i, inverse] of [...trace.inverses.entries()].reverse()) {
      network = apply(network, inverse);
      expect(JSON.stringify(network)).toBe(JSON.stringify(trace.networks[i - 1] ?? EMPTY));
    }
  },
);
