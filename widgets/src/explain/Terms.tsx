// The largest summands of a value, and what the rest comes to.
import type { ComputationShown } from "../messages";
import { counted, measured } from "../ui/format";
import { tint } from "./tint";

export function Terms({ answer }: { answer: ComputationShown }) {
  const most = Math.abs(answer.terms[0]?.product ?? 0) || 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys too.
    <section className="terms" tabIndex={0} aria-label="Terms">
      <table data-testid="computation-terms">
        <thead>
          <tr>
            <th scope="col">term</th>
            <th scope="col">value</th>
            <th scope="col">× weight</th>
            <th scope="col">= product</th>
          </tr>
        </thead>
        <tbody>
          {answer.terms.map((term) => (
            <tr key={term.label}>
              <td>{term.label}</td>
              <td>{measured(term.value)}</td>
              <td>{measured(term.weight)}</td>
              <td style={{ background: tint(term.product, most) }}>{measured(term.product)}</td>
            </tr>
          ))}
          {answer.others > 0 && (
            <tr>
              <td>{counted(answer.others, "smaller term")}</td>
              <td />
              <td />
              <td>{measured(answer.rest)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
