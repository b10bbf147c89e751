// On the canvas while the drawing is compared with a run: what the marks mean, what is not there any more, the way out.
import { ViewportPortal } from "@xyflow/react";
import { useEffect } from "react";
import { prefixOf } from "../blocks/paths";
import { useStudio, useSurroundings, useView } from "../context";
import type { NetworkDifference } from "../messages";
import { IconButton } from "../ui/IconButton";
import { changeWords, summaryOf } from "./difference";

export function DifferenceLegend() {
  const around = useSurroundings();
  const { view } = around;
  const differing = useView((state) => state.differing);
  useFollowing();
  if (!differing) return null;
  const { name, difference } = differing;
  return (
    <section className="differing" aria-label={`Compared with “${name}”`} data-testid="differing">
      <div className="differing-head">
        <b>Compared with “{name}”</b>
        <IconButton
          icon="close"
          label="End the comparison"
          testid="differing-close"
          onClick={() => {
            view.setState({ differing: null });
            around.root.querySelector<HTMLElement>('[data-testid="canvas"]')?.focus();
          }}
        />
      </div>
      <p role="status">{summaryOf(difference) || "no difference"}</p>
      <ul>
        {difference.added.map((layer) => (
          <li className="added" key={layer.path}>
            + {layer.name}
          </li>
        ))}
        {difference.changed.map((layer) => (
          <li className="changed" key={layer.path}>
            ~ {layer.name}: {layer.settings.map(changeWords).join(", ")}
          </li>
        ))}
        {difference.removed.map((layer) => (
          <li className="removed" key={layer.path}>
            − {layer.name} ({layer.kind})
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Ask again after each edit, for as long as the comparison is shown. */
function useFollowing(): void {
  const { studio, view } = useSurroundings();
  const run = useView((state) => state.differing?.run);
  const revision = useStudio((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew at each revision.
  useEffect(() => {
    if (run === undefined) return;
    let late = false;
    studio.request<NetworkDifference>({ type: "get_difference", before: run, after: "" }).then(
      ({ answer: { difference, places } }) => {
        if (!late) view.setState(({ differing }) => ({ differing: differing && { ...differing, difference, places } }));
      },
      // The run is gone: there is nothing to compare with.
      () => late || view.setState({ differing: null }),
    );
    return () => {
      late = true;
    };
  }, [studio, view, run, revision]);
}

/** Where layers stood that are not in the drawing any more. */
export function RemovedLayers() {
  const differing = useView((state) => state.differing);
  const prefix = useView((state) => prefixOf(state.path));
  if (!differing) return null;
  const gone = differing.difference.removed.flatMap((layer) =>
    layer.nodes
      .filter((node) => node.startsWith(prefix) && !node.slice(prefix.length).includes("/"))
      .flatMap((node) => {
        const place = differing.places[node];
        return place ? [{ node, layer, place }] : [];
      }),
  );
  return (
    <ViewportPortal>
      <div aria-hidden="true">
        {gone.map(({ node, layer, place: [x, y] }) => (
          <div
            className="removed-layer"
            key={node}
            style={{ transform: `translate(${x}px, ${y}px)` }}
            data-testid={`removed-${layer.name}`}
          >
            <b>{layer.kind}</b> {layer.name}
            <br />− removed
          </div>
        ))}
      </div>
    </ViewportPortal>
  );
}
