// The name the user gives a layer.
import { useState } from "react";
import { useStudio, useSurroundings } from "../context";
import type { Layer } from "../messages";
import { TextField } from "./TextField";
import type { Parsed } from "./values";

export function NameField({ layer }: { layer: Layer }) {
  const { studio } = useSurroundings();
  const drawable = useStudio((state) => state.drawable);
  const [typing, setTyping] = useState("");
  const [refused, setRefused] = useState("");
  const parse = (text: string): Parsed => {
    const name = text.trim();
    const taken = studio.store.getState().network.layers.some((each) => each.name === name && each.id !== layer.id);
    if (name === "") return { kind: "trouble", message: "A layer needs a name." };
    if (taken) return { kind: "trouble", message: `The name “${name}” is taken; layer names are unique in a network.` };
    return { kind: "value", value: name };
  };
  const trouble = typing || refused;
  return (
    <>
      <TextField
        label="Name of the layer"
        value={layer.name}
        disabled={!drawable}
        invalid={trouble !== ""}
        testid="layer-name"
        parse={parse}
        onTrouble={setTyping}
        onKeep={(parsed) => {
          if (parsed.kind !== "value") return;
          setRefused("");
          studio.edit({ type: "rename_layer", layer: layer.id, name: String(parsed.value) }, (error) =>
            setRefused(error.message),
          );
        }}
      />
      {trouble && (
        <p className="in-error name-trouble" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}
