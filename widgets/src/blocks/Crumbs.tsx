// Where the view looks, and the way back: network / encoder / attention.
import { useStudio, useSurroundings, useView } from "../context";
import { go } from "./going";
import { layersOn } from "./paths";

/** Stands outside of the level, since it shows all of the way. */
export function Crumbs() {
  const { view, root } = useSurroundings();
  const path = useView((state) => state.path);
  const network = useStudio((state) => state.network);
  const layers = layersOn(network, path);
  if (path.length === 0 || !layers) return null;
  const names = [network.name, ...layers.map((layer) => layer.name)];

  function back(length: number) {
    const left = path[length];
    const around = length === 0 ? network : layers?.[length - 1]?.network;
    const node = around?.nodes.find((each) => each.layer === left);
    root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    go(view, path.slice(0, length), node ? [node.id] : []);
  }

  return (
    <nav className="crumbs" aria-label="Where you are" data-testid="crumbs">
      <ol>
        {names.map((name, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a crumb is its depth.
          <li key={i}>
            {i < path.length ? (
              <button type="button" className="link" data-testid={`crumb-${i}`} onClick={() => back(i)}>
                {name}
              </button>
            ) : (
              <b aria-current="location">{name}</b>
            )}
          </li>
        ))}
      </ol>
      <span className="secondary">Esc goes back</span>
    </nav>
  );
}
