// The network's name, changed where it stands, and whether what is drawn is in a file.
import { type KeyboardEvent, useEffect, useState } from "react";
import { useStudio, useSurroundings } from "../context";

export function NetworkName() {
  const { studio } = useSurroundings();
  const name = useStudio((state) => state.network.name);
  const drawable = useStudio((state) => state.drawable);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);

  const keep = () => {
    const wanted = text.trim();
    if (wanted === name || wanted === "" || !studio.edit({ type: "rename_network", name: wanted })) setText(name);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") keep();
    if (event.key === "Escape") setText(name);
  };
  return (
    <input
      className="network-name"
      aria-label="Name of the network"
      title={`Name of the network: ${name}`}
      value={text}
      disabled={!drawable}
      size={Math.max(4, Math.min(26, text.length))}
      data-testid="network-name"
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
