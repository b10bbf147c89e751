// What becomes of a wire that was drawn: it is made, or refused with its reason and with what would let it be.
import type { Surroundings } from "../context";
import type { Answer, Edit } from "../messages";
import { batch } from "./verbs";
import type { Plan } from "./wiring";

/** Make the wire, or say why it can't be; gives whether it was made. */
export function join(around: Pick<Surroundings, "studio">, outcome: Plan): boolean {
  if ("edits" in outcome) return outcome.edits.length > 0 && around.studio.edit(batch(outcome.edits, "Connect"));
  around.studio.notify("refused", outcome.refusal);
  if (outcome.unfit) void adapt(around, outcome.refusal, outcome.unfit);
  return false;
}

/** Ask the kernel what would let a wire be that has the wrong number of axes, and offer it beside the reason. */
async function adapt({ studio }: Pick<Surroundings, "studio">, reason: string, edits: Edit[]): Promise<void> {
  const { notice, network } = studio.store.getState();
  const asked = studio.request<Extract<Answer, { type: "foreseen" }>>({
    type: "foresee",
    edits: [batch(edits, "")],
    path: [],
  });
  // Without an answer the reason stands alone.
  const answer = await asked.catch(() => null);
  const problem = answer?.answer.nodes[0]?.problems.find(({ code }) => code === "wrong_rank");
  const fix = problem?.fixes[0];
  const now = studio.store.getState();
  if (!fix || now.notice !== notice || now.network !== network) return;
  const label = `Connect: ${fix.label}`;
  studio.notify("refused", reason, { label: fix.label, edit: { type: "batch", edits: [...edits, fix.edit], label } });
}
