// The colour of a kind's family, for the theme of the page.
import { useStudio, useView } from "../context";
import type { Group, Kind } from "../messages";

/** For a drawing without a kernel, which has no catalog. */
const OFFLINE: Record<string, readonly [light: string, dark: string]> = {
  Input: ["#607d8b", "#a9bcc6"],
  Core: ["#3f51d6", "#8795f0"],
  Convolution: ["#00796b", "#3fb5a8"],
  Pooling: ["#0091b3", "#6ad3ea"],
  Recurrent: ["#7b1fa2", "#c77fdb"],
  Attention: ["#c2185b", "#ff8fb8"],
  Normalisation: ["#858e00", "#d3da5c"],
  Regularisation: ["#a1786a", "#b99a90"],
  Reshaping: ["#7d7d7d", "#cfcfcf"],
  Merging: ["#944a00", "#f0a33c"],
  Activation: ["#2e7d32", "#76c27b"],
  Preprocessing: ["#41548a", "#6f8fd0"],
  "My layers": ["#1f1f1f", "#eeeeee"],
};
const NEUTRAL = ["#5f6368", "#9aa0a6"] as const;

export function familyColour(name: string, groups: readonly Group[] | undefined, dark: boolean): string {
  const group = groups?.find((each) => each.name === name);
  if (group) return dark ? group.dark : group.light;
  return (OFFLINE[name] ?? NEUTRAL)[dark ? 1 : 0];
}

export function useFamilyColour(kind: Kind | undefined): string {
  const groups = useStudio((state) => state.start?.catalog.groups);
  const dark = useView((state) => state.theme === "dark");
  return familyColour(kind?.group ?? "", groups, dark);
}
