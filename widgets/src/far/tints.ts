// What a layer's tile says where cards are too small for words: the colour of its family, and its state.
import { useMemo } from "react";
import { kindOf } from "../blocks/kinds";
import { prefixOf } from "../blocks/paths";
import { newPaths, newWords } from "../canvas/anew";
import { familyColour } from "../canvas/families";
import { layerAt } from "../canvas/lookup";
import { useStudio, useView } from "../context";
import { NO_FINDINGS } from "../doctor/findings";
import type { Kind, NodeReport } from "../messages";
import { type Mark, markOf } from "../runs/difference";

export interface Tint {
  /** The family's colour, as the catalog has it. */
  family: string;
  state: NodeReport["state"] | "unknown";
  bypassed: boolean;
  /** Its layer is new to the run. */
  fresh: boolean;
  /** How it is not as in the run that the drawing is compared with. */
  differs?: Mark["how"] | undefined;
  name: string;
  /** What lies under the pointer is said in its title. */
  title: string;
}

/** The tints of all nodes by id, made anew when the drawing or what checking says of it changes. */
export function useTints(): ReadonlyMap<string, Tint> {
  const network = useStudio((state) => state.network);
  const kinds = useStudio((state) => state.kinds);
  const groups = useStudio((state) => state.start?.catalog.groups);
  const report = useStudio((state) => state.report);
  const findings = useStudio((state) => state.findings?.findings ?? NO_FINDINGS);
  /** In one piece: it is told anew with each step of a run. */
  const anew = useStudio((state) => state.status.anew.join("\n"));
  const prefix = useView((state) => prefixOf(state.path));
  const dark = useView((state) => state.theme === "dark");
  const compared = useView((state) => state.differing?.difference ?? null);
  return useMemo(() => {
    const sentences = new Map([...findings, ...report.problems].map(({ node, message }) => [node, message]));
    const latest = newPaths(anew.split("\n"));
    const colours = new Map<Kind | undefined, string>();
    return new Map(
      network.nodes.map((node): [string, Tint] => {
        const layer = layerAt(network, node.id);
        const kind = kindOf(kinds, layer);
        const family = colours.get(kind) ?? familyColour(kind?.group ?? "", groups, dark);
        colours.set(kind, family);
        const { state } = report.nodes[node.id] ?? { state: "unknown" as const };
        const sentence = sentences.get(node.id);
        const name = layer?.name ?? "";
        const said = `${layer?.network ? "Block" : (layer?.kind ?? "")} ${name}`;
        const fresh = latest.has(prefix + node.layer);
        const mark = compared && markOf(compared, prefix + node.layer);
        const parts = [said, sentence, fresh && newWords(layer?.network != null), mark?.title];
        const title = parts.filter(Boolean).join("\n");
        return [node.id, { family, state, bypassed: node.bypassed, fresh, differs: mark?.how, name, title }];
      }),
    );
  }, [network, kinds, groups, report, findings, anew, prefix, dark, compared]);
}
