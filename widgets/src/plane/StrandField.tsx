// What the weight under the pointer is; while training rests, a field that sets it.
import { useState } from "react";
import { layerAt } from "../canvas/lookup";
import { useStudio, useSurroundings } from "../context";
import { stepped } from "../inspector/steps";
import { TextField } from "../inspector/TextField";
import { parse } from "../inspector/values";
import { isBusy, type Setting } from "../messages";
import { measured } from "../ui/format";
import { type Strand, weightAt } from "./strands";

const VALUE: Setting = { name: "weight", type: "float", required: true };

export function StrandField({ strand, onDone }: { strand: Strand; onDone: () => void }) {
  const { studio } = useSurroundings();
  const { bundle, input, unit, at } = strand;
  const from = useStudio((state) => layerAt(state.network, bundle.source)?.name ?? "");
  const to = useStudio((state) => layerAt(state.network, bundle.target)?.name ?? "");
  const rests = useStudio((state) => state.live && !isBusy(state.status.state));
  const [trouble, setTrouble] = useState("");
  const value = weightAt(bundle, input, unit);
  const words = input === null ? `bias of ${to} ${unit}` : `${from} ${input} → ${to} ${unit}`;
  const set = (next: number) => {
    const { layer } = bundle.header;
    studio.request({ type: "set_weight", layer, unit, value: next, input }).then(
      () => setTrouble(""),
      (error: Error) => setTrouble(error.message),
    );
  };
  return (
    <div
      className="strand-field nodrag nopan nowheel"
      style={{ transform: `translate(${at.x}px, ${at.y}px) scale(var(--steady)) translate(-50%, 8px)` }}
      data-testid="strand"
    >
      <span className="secondary">{words}</span>
      {rests ? (
        <TextField
          key={words}
          label={`Weight, ${words}`}
          value={shown(value)}
          invalid={trouble !== ""}
          testid="strand-value"
          parse={(text) => parse(VALUE, text)}
          step={(number, by, keys) => stepped(VALUE, number, by, keys)}
          onTrouble={setTrouble}
          onKeep={(parsed) => {
            if (parsed.kind === "value" && typeof parsed.value === "number") set(parsed.value);
          }}
        />
      ) : (
        <b data-testid="strand-value">{measured(value)}</b>
      )}
      {trouble && (
        <span className="in-error" role="alert">
          {trouble}
        </span>
      )}
      <button type="button" className="strand-close" aria-label="Close" onClick={onDone}>
        ×
      </button>
    </div>
  );
}

/** As many digits as a weight in 32 bits has, and no more. */
function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
}
