// All that can be asked for by name: the keys' deeds, and what has no key.
import { findBlocks } from "../blocks/verbs";
import { type Axis, align, arrange, distribute, type Line } from "../canvas/arranging";
import { SHORTCUTS, type Tools } from "../canvas/shortcuts";
import type { Surroundings } from "../context";
import { TABS } from "../dock/tabs";
import { FEATURES } from "../features/reading";
import { FEATURE_WORDS, toggleFeature } from "../features/verbs";
import { chooseFile } from "../files/choosing";
import { downloadPicture } from "../files/picture";
import type { Direction } from "../messages";
import { playOrPause } from "../topbar/running";
import { applyFix } from "../topbar/useKeys";

export interface Command {
  name: string;
  /** The key that does the same; empty where there is none. */
  keys: string;
  run(tools: Tools): void;
}

/** Deeds that need a place or a direction, or that are the palette itself. */
const WITHOUT = new Set([
  "Move what is selected, or pan",
  "Size a note",
  "Go along the wires",
  "Select the next node too",
  "Find a command",
  "Close, select nothing, or leave the block",
]);

const LINES: [Line, string][] = [
  ["left", "Align left edges"],
  ["centre", "Align centres"],
  ["right", "Align right edges"],
  ["top", "Align top edges"],
  ["middle", "Align middles"],
  ["bottom", "Align bottom edges"],
];

const AXES: [Axis, string][] = [
  ["x", "Distribute horizontally"],
  ["y", "Distribute vertically"],
];

const WAYS: [Direction, string][] = [
  ["horizontal", "Arrange from left to right"],
  ["vertical", "Arrange from top to bottom"],
];

function command(name: string, run: (around: Surroundings) => unknown, keys = ""): Command {
  return { name, keys, run: ({ around }) => void run(around) };
}

export function commands(): Command[] {
  const keyed = SHORTCUTS.filter((shortcut) => !WITHOUT.has(shortcut.does)).map(
    ({ does, keys, run }): Command => ({ name: does, keys: keys[0] ?? "", run }),
  );
  return [
    command("Train, or pause", playOrPause, "Ctrl+Enter"),
    command("Train one batch", ({ studio }) => studio.command({ type: "step", unit: "batch" })),
    command("Train one epoch", ({ studio }) => studio.command({ type: "step", unit: "epoch" })),
    command("Stop training", ({ studio }) => studio.command({ type: "stop" })),
    command("Begin anew: forget the run and its weights", ({ studio }) => studio.command({ type: "reset" })),
    command("Apply the first fix", applyFix, "Alt+Enter"),
    ...keyed,
    ...WAYS.map(([direction, name]) => command(name, (around) => arrange(around, direction))),
    ...LINES.map(([line, name]) => command(name, (around) => align(around, line))),
    ...AXES.map(([axis, name]) => command(name, (around) => distribute(around, axis))),
    command("Let dragged nodes snap, or not", ({ view }) => view.setState(({ snaps }) => ({ snaps: !snaps }))),
    command("Show gradients on the wires, or not", ({ view }) => view.setState(({ flow }) => ({ flow: !flow }))),
    command("Find repeated blocks", findBlocks),
    ...FEATURES.map((feature) =>
      command(`Feature ${FEATURE_WORDS[feature]}: add or remove`, (around) => toggleFeature(around, feature)),
    ),
    command("Export the model", ({ view }) => view.setState({ exporting: true })),
    command("Download a picture (SVG)", (around) => downloadPicture(around, { format: "svg", dark: inDark(around) })),
    command("Download a picture (PNG)", (around) => downloadPicture(around, { format: "png", dark: inDark(around) })),
    command("Open a file…", chooseFile),
    command("Share as text…", ({ view }) => view.setState({ sharing: true })),
    command("Hide controls…", ({ view }) => view.setState({ hiding: true })),
    ...TABS.map(({ name: dock, title }) =>
      command(`Show ${title}`, ({ view }) => view.setState({ dock, dockOpen: true })),
    ),
    command("Open or close the settings", ({ view }) =>
      view.setState(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
    ),
    command("Open or close the panels below", ({ view }) => view.setState(({ dockOpen }) => ({ dockOpen: !dockOpen }))),
  ];
}

const inDark = ({ view }: Surroundings) => view.getState().theme === "dark";
